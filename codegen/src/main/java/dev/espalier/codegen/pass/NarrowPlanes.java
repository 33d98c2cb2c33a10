package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.memory.Layout;
import java.util.Map;

/**
 * In a frozen network, narrow images around convolutions that move pixel by pixel have rows of one length: then a plane is one
 * stretch of lanes for one sample, where a row alone is shorter than a vector. The shorter rows get columns that nobody reads.
 */
final class NarrowPlanes {
  private NarrowPlanes() {}

  /** Widens layouts, by the names of values, until nothing changes. */
  static void align(ModelSpec model, Map<String, Layout> layouts) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (LayerSpec layer : model.layers()) {
        if (layer.layer().movesByPixel() && layer.shape().width() < Stmt.Lanes.LONGEST_VECTOR) {
          String input = layer.inputs().getFirst();
          int longest = Math.max(layouts.get(input).rowLines(), layouts.get(layer.name()).rowLines());
          changed |= widen(model, layouts, input, longest);
          changed |= widen(model, layouts, layer.name(), longest);
        }
      }
    }
  }

  private static boolean widen(ModelSpec model, Map<String, Layout> layouts, String value, int rowLines) {
    Layout layout = layouts.get(value);
    int more = rowLines - layout.rowLines();
    if (more <= 0 || more % 2 != 0 || !isFree(model, value)) {
      return false;
    }
    Layout wider = layout.halo(layout.padHeight(), layout.padWidth() + more / 2);
    layouts.put(value, wider);
    for (LayerSpec layer : model.layers()) {
      if (model.isFolded(layer) && (layer.name().equals(value) || layer.inputs().getFirst().equals(value))) {
        layouts.put(layer.name(), wider);
        layouts.put(layer.inputs().getFirst(), wider);
      }
    }
    return true;
  }

  /** Whether only kernels see where a value lies: no loader, no reader of the result, no view. */
  private static boolean isFree(ModelSpec model, String value) {
    if (model.inputs().stream().anyMatch(input -> input.name().equals(value))
        || model.output().name().equals(value)) {
      return false;
    }
    return model.consumersOf(value).stream().allMatch(consumer -> model.isFolded(consumer)
        ? isFree(model, consumer.name())
        : !consumer.layer().isView() && !consumer.layer().isInferenceView());
  }
}
