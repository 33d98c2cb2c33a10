package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.codegen.layer.GateLayer;
import dev.espalier.codegen.layer.Wiring;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Wires every layer to its places in the slabs and has it make its kernels; a layer whose result is a view computes
 * nothing. Runs last: shapes, halos and views decide nests and tiles.
 */
public final class SelectKernels implements Pass {

  @Override
  public String name() {
    return "SelectKernels";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    GradientFlow flow = GradientFlow.of(model);
    Set<String> removable = Removable.of(model);
    TokenMasks masks = TokenMasks.of(model);
    return model.at(Stage.SELECTED,
        model.layers().stream().map(l -> l.selected(kernels(model, flow, masks, removable, l))).toList());
  }

  private static LayerKernels kernels(
      ModelSpec model, GradientFlow flow, TokenMasks masks, Set<String> removable, LayerSpec layer) {
    LayerKernels kernels =
        layer.layer().lower(wiring(model, flow, removable, layer)
            .masked(masks.ofInputs(layer), masks.shortens()).weighing(masks.weighing(model, layer)));
    String input = layer.inputs().getFirst();
    boolean trainingView = model.training().isView(layer.name(), input);
    boolean inferenceView = model.inference().isView(layer.name(), input);
    boolean backward = flow.needs(layer.name()) && !trainingView;
    return new LayerKernels(
        trainingView ? List.of() : kernels.forward(),
        backward ? kernels.backward() : List.of(),
        backward ? kernels.strip() : null,
        backward ? kernels.tiledInput() : null,
        backward ? kernels.sparse() : null,
        inferenceView ? List.of() : kernels.inference(),
        kernels.inferenceRows(),
        kernels.inferenceRowBlocks(),
        kernels.inferencePanels(),
        kernels.inferenceStrips(),
        kernels.inferenceBitmap(),
        kernels.inferenceCompact(),
        kernels.inferenceBegun(),
        inferenceView ? List.of() : single(model, flow, removable, layer, kernels));
  }

  private static List<KernelCall> single(
      ModelSpec model, GradientFlow flow, Set<String> removable, LayerSpec layer, LayerKernels kernels) {
    return layer.layer() instanceof GateLayer gate && gate.skips()
        ? gate.winners(wiring(model, flow, removable, model.layer(layer.inputs().getFirst()).orElseThrow()))
        : kernels.single();
  }

  private static Wiring.Folded folded(ModelSpec model, LayerSpec layer) {
    LayerSpec by = model.foldedInto(layer);
    return by == null ? null : new Wiring.Folded(by.activation());
  }

  private static Wiring wiring(
      ModelSpec model, GradientFlow flow, Set<String> removable, LayerSpec layer) {
    List<Wiring.Source> sources =
        layer.inputs().stream()
            .map(
                value ->
                    new Wiring.Source(
                        value,
                        model.shapeOf(value),
                        model.training().values().get(value).layout(),
                        model.inference().values().get(value).layout(),
                        flow.needs(value),
                        flow.accumulates(value, layer.name()),
                        removable.contains(value)))
            .toList();
    return new Wiring(
        model.name(),
        layer.name(),
        sources,
        model.training().values().get(layer.name()).layout(),
        model.inference().values().get(layer.name()).layout(),
        layer.shape(),
        layer.weights(),
        layer.activation())
        .folding(folded(model, layer))
        .packed(PackedForms.stripRows(layer), PackedForms.bitmap(layer))
        .compacted(Removable.isCompact(layer, removable), removable.contains(layer.name()));
  }
}
