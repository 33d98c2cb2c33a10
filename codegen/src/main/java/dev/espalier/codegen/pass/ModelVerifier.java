package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.memory.Layout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks after every pass what the stage that it reached promises (see {@link Stage}). A breach is a bug of the compiler,
 * reported as such before anything is built on it.
 */
final class ModelVerifier {
  private final String pass;
  private final ModelSpec model;
  private final Consumer<Finding> findings;

  private ModelVerifier(String pass, ModelSpec model, Consumer<Finding> findings) {
    this.pass = pass;
    this.model = model;
    this.findings = findings;
  }

  static void verify(String pass, ModelSpec model, Consumer<Finding> findings) {
    ModelVerifier verifier = new ModelVerifier(pass, model, findings);
    if (reached(model, Stage.SHAPED)) {
      verifier.shaped();
    }
    if (reached(model, Stage.PLANNED)) {
      verifier.planned();
    }
    if (reached(model, Stage.PLACED)) {
      verifier.placed("training", model.training());
      verifier.placed("inference", model.inference());
      verifier.gradients();
    }
    if (reached(model, Stage.SELECTED)) {
      verifier.selected();
    }
  }

  private static boolean reached(ModelSpec model, Stage stage) {
    return model.stage().compareTo(stage) >= 0;
  }

  private void shaped() {
    Set<String> made = new HashSet<>(model.inputs().stream().map(InputSpec::name).toList());
    for (LayerSpec layer : model.layers()) {
      check(layer, layer.shape() != null, layer.name() + " has no shape");
      check(layer, made.containsAll(layer.inputs()), layer.name() + " stands before what it consumes");
      check(layer, made.add(layer.name()), layer.name() + " stands twice");
      boolean prunable = !layer.layer().granularities().isEmpty();
      check(layer, prunable == isProduct(layer),
          layer.name() + (prunable ? " can be pruned and has no weights" : " has weights that cannot be pruned"));
      boolean last = layer.equals(model.output());
      check(layer, last == model.consumersOf(layer.name()).isEmpty(),
          layer.name() + (last ? " is the last layer and consumed" : " is consumed by nobody and not the last layer"));
    }
  }

  private void planned() {
    for (LayerSpec layer : model.layers()) {
      if (layer.prune() != null) {
        check(layer, layer.weights() != null, layer.name() + " has a policy and no weights");
        check(layer, !layer.keep(), layer.name() + " has a policy and is to be kept");
      }
    }
  }

  private void placed(String which, MemoryPlan plan) {
    check(null, plan != null, "there is no " + which + " plan");
    if (plan == null) {
      return;
    }
    for (InputSpec input : model.inputs()) {
      placed(which, input.name(), input.shape(), plan);
    }
    for (LayerSpec layer : model.layers()) {
      placed(which, layer.name(), layer.shape(), plan);
    }
    inside(which + " value", plan, plan.values());
    inside(which + " gradient", plan, plan.gradients());
    Placement output = plan.values().get(model.output().name());
    check(model.output(), output != null && output.layout().isContiguous(), "the output has a halo or gaps in the " + which + " plan");
  }

  private void placed(String which, String value, Shape shape, MemoryPlan plan) {
    Placement placement = plan.values().get(value);
    if (placement == null) {
      check(null, false, value + " has no place in the " + which + " plan");
      return;
    }
    Layout layout = placement.layout();
    boolean fits = layout.channels() == shape.channels()
        && layout.height() == shape.height()
        && layout.width() == shape.width();
    check(null, fits, value + " has shape " + shape + " and layout " + layout + " in the " + which + " plan");
  }

  private void inside(String which, MemoryPlan plan, Map<String, Placement> placements) {
    placements.forEach((name, p) -> check(null,
        p.line() >= 0 && (long) p.line() + p.layout().lines() <= plan.lines(),
        which + " " + name + " leaves the slab"));
  }

  private void gradients() {
    String output = model.output().name();
    check(model.output(), model.training().gradients().containsKey(output), "the output's gradient has no place");
  }

  private void selected() {
    for (LayerSpec layer : model.layers()) {
      if (layer.kernels() == null) {
        check(layer, false, layer.name() + " has no kernels");
        continue;
      }
      calls(layer, layer.kernels().forward(), model.training());
      calls(layer, layer.kernels().backward(), model.training());
      LayerKernels.SparseStep sparse = layer.kernels().sparse();
      if (sparse != null) {
        calls(layer, sparse.forward(), model.training());
        calls(layer, sparse.gradients(), model.training());
      }
      calls(layer, layer.kernels().inference(), model.inference());
      calls(layer, layer.kernels().inferenceRows(), model.inference());
      calls(layer, layer.kernels().inferenceRowBlocks(), model.inference());
      calls(layer, layer.kernels().inferencePanels(), model.inference());
      calls(layer, layer.kernels().inferenceStrips(), model.inference());
      calls(layer, layer.kernels().inferenceBitmap(), model.inference());
      calls(layer, layer.kernels().inferenceCompact(), model.inference());
      calls(layer, layer.kernels().inferenceBegun(), model.inference());
      calls(layer, layer.kernels().single(), model.inference());
      check(layer, !isProduct(layer) || !layer.kernels().inferenceRows().isEmpty(),
          layer.name() + " has weights and no kernel for their row form");
      check(layer, !isProduct(layer) || !layer.kernels().inferencePanels().isEmpty(),
          layer.name() + " has weights and no kernel for their panel form");
    }
  }

  private void calls(LayerSpec layer, List<KernelCall> calls, MemoryPlan plan) {
    for (KernelCall call : calls) {
      String name = call.isRoutine() ? call.routine().kind().toString() : call.kernel().name();
      int buffers = call.isRoutine() ? call.operands().size() : call.kernel().buffers().size();
      check(layer, call.operands().size() == buffers,
          name + " has " + buffers + " buffers and " + call.operands().size() + " operands");
      for (Operand operand : call.operands()) {
        check(layer, exists(operand, plan), name + " is bound to " + operand + ", which is not there");
      }
    }
  }

  private boolean exists(Operand operand, MemoryPlan plan) {
    return switch (operand) {
      case Operand.Value(String name) -> plan.values().containsKey(name);
      case Operand.Columns(String name) -> plan.values().containsKey(name);
      case Operand.Count _, Operand.LeastColumns _, Operand.VectorFloats _ -> true;
      case Operand.Gradient(String name) -> plan.gradients().containsKey(name);
      case Operand.Constants(String layer, ConstantTable _) -> model.layer(layer).isPresent();
      case Operand.Weight(String layer) -> hasWeights(layer);
      case Operand.WeightTiles(String layer, Operand.TilePart _) -> hasWeights(layer);
      case Operand.Bias(String layer) -> hasBias(layer);
      case Operand.Normalization(String layer, Operand.NormalizationPart _) ->
          model.layer(layer).map(l -> l.layer().normalizes()).orElse(false);
      case Operand.WeightGradient(String layer) -> hasWeights(layer);
      case Operand.BiasGradient(String layer) -> hasBias(layer);
      case Operand.RowValues(String layer) -> hasWeights(layer);
      case Operand.RowPointers(String layer, Operand.RowBlock _) -> hasWeights(layer);
      case Operand.RowTaps(String layer) -> hasWeights(layer);
      case Operand.ColumnPointers(String layer) -> hasWeights(layer);
      case Operand.ColumnEntries(String layer) -> hasWeights(layer);
      case Operand.ColumnTaps(String layer) -> hasWeights(layer);
      case Operand.ColumnTiles(String layer) -> hasWeights(layer);
      case Operand.KeptRange(String layer) -> hasWeights(layer);
      case Operand.Bundles(String layer, Operand.BundlePart _) -> hasWeights(layer);
      case Operand.KeptGradient(String layer) -> hasWeights(layer);
      case Operand.Panel(String layer, Operand.PanelPart _) -> hasWeights(layer);
      case Operand.Strip(String layer, Operand.StripPart _) -> hasWeights(layer);
      case Operand.Bitmap(String layer, Operand.BitmapPart _) -> hasWeights(layer);
      case Operand.Compact(String layer, Operand.CompactPart _) -> hasWeights(layer);
      case Operand.CompactBias(String layer) -> hasWeights(layer);
      case Operand.Channels(String layer, boolean _, Operand.ChannelPart _) -> model.layer(layer).isPresent();
    };
  }

  private static boolean isProduct(LayerSpec layer) {
    return layer.weights() != null && layer.weights().isProduct();
  }

  private boolean hasWeights(String layer) {
    return model.layer(layer).map(l -> l.weights() != null).orElse(false);
  }

  private boolean hasBias(String layer) {
    LayerSpec spec = model.layer(layer).orElse(null);
    return spec != null && spec.weights() != null && (spec.weights().bias() || model.foldedInto(spec) != null);
  }

  private void check(LayerSpec layer, boolean holds, String breach) {
    if (!holds) {
      findings.accept(new Finding(
          Diagnostic.INTERNAL.with(pass, breach), layer == null ? model.source() : layer.source()));
    }
  }
}
