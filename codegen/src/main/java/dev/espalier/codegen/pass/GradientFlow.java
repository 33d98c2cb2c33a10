package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which values need a gradient, and which of their consumers is the first to write it in the backward pass. */
final class GradientFlow {
  private final Set<String> needed = new HashSet<>();
  private final Map<String, String> firstWriter = new HashMap<>();

  private GradientFlow() {}

  /** From stage SHAPED on. Without training nothing needs a gradient. */
  static GradientFlow of(ModelSpec model) {
    GradientFlow flow = new GradientFlow();
    if (model.train() == null) {
      return flow;
    }
    for (LayerSpec layer : model.layers()) {
      boolean reached = layer.layer().passesGradient() && layer.inputs().stream().anyMatch(flow.needed::contains);
      if (layer.weights() != null || layer.layer().normalizes() || reached) {
        flow.needed.add(layer.name());
      }
    }
    List<LayerSpec> backward = model.layers().reversed();
    for (LayerSpec layer : backward) {
      layer.inputs().forEach(i -> flow.firstWriter.putIfAbsent(i, layer.name()));
    }
    return flow;
  }

  /** Whether a value depends on weights that are trained. */
  boolean needs(String value) {
    return needed.contains(value);
  }

  /** Whether the gradient of a value already holds what later consumers gave when this one adds its part. */
  boolean accumulates(String value, String consumer) {
    return !consumer.equals(firstWriter.get(value));
  }
}
