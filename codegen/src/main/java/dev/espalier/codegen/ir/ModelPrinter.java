package dev.espalier.codegen.ir;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A model as text, as far as its stage has come: what a pass is looked at by. Deterministic. */
public final class ModelPrinter {
  private final StringBuilder text = new StringBuilder();

  private ModelPrinter() {}

  /** Inputs and layers; from PLACED on both slabs; from SELECTED on the kernels in the order of their calls. */
  public static String print(ModelSpec model) {
    ModelPrinter printer = new ModelPrinter();
    printer.graph(model);
    if (model.training() != null) {
      printer.slab("training", model.training());
      printer.slab("inference", model.inference());
    }
    if (model.stage().compareTo(Stage.SELECTED) >= 0) {
      printer.calls(model);
    }
    return printer.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void graph(ModelSpec model) {
    line("%s (%s)".formatted(model.name(), model.stage()));
    for (InputSpec input : model.inputs()) {
      line("  input %s %s".formatted(input.name(), input.shape()));
    }
    for (LayerSpec layer : model.layers()) {
      line("  %s = %s(%s)%s".formatted(
          layer.name(), layer.layer().kind(), String.join(", ", layer.inputs()), details(layer)));
    }
  }

  private static String details(LayerSpec layer) {
    StringBuilder details = new StringBuilder();
    if (layer.activation() != null) {
      details.append(' ').append(layer.activation().kind().name().toLowerCase(Locale.ROOT));
    }
    if (layer.shape() != null) {
      details.append(' ').append(layer.shape());
    }
    WeightGeometry weights = layer.weights();
    if (weights != null) {
      details.append(", weights ").append(weights.rows()).append(" x ").append(weights.columns());
    }
    if (layer.prune() != null) {
      PrunePolicy policy = layer.prune().policy();
      details.append(", prune ").append(policy.granularity());
      details.append(policy.threshold() > 0 ? " below " + policy.threshold() : " " + policy.sparsity());
    }
    return details.toString();
  }

  private record Row(String name, Placement placement) {}

  private void slab(String which, MemoryPlan plan) {
    line("%s slab of %d lines".formatted(which, plan.lines()));
    List<Row> rows = new ArrayList<>();
    plan.values().forEach((name, p) -> rows.add(new Row(name, p)));
    plan.gradients().forEach((name, p) -> rows.add(new Row("d " + name, p)));
    rows.sort(Comparator.<Row>comparingInt(r -> r.placement().line()).thenComparing(Row::name));
    for (Row row : rows) {
      Layout layout = row.placement().layout();
      String halo = layout.hasHalo() ? ", halo " + layout.padHeight() + " x " + layout.padWidth() : "";
      String gap = layout.gap() > 0 ? ", gap " + layout.gap() : "";
      int first = row.placement().line();
      line("  %d..%d %s%s".formatted(first, first + layout.lines() - 1, row.name(), halo + gap));
    }
  }

  private void calls(ModelSpec model) {
    calls("forward", model.layers(), LayerKernels::forward);
    calls("backward", model.layers().reversed(), LayerKernels::backward);
    calls("inference", model.layers(), LayerKernels::inference);
  }

  private void calls(String part, List<LayerSpec> layers, Function<LayerKernels, List<KernelCall>> which) {
    line(part);
    for (LayerSpec layer : layers) {
      which.apply(layer.kernels()).forEach(c -> line("  %s: %s".formatted(c.purpose(), c.kernel().formula())));
    }
  }
}
