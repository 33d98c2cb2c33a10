package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.DynamicSpec;
import dev.espalier.codegen.ir.GateSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.GateLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.SelectLayer;
import dev.espalier.codegen.layer.Selection;
import dev.espalier.codegen.layer.WinnersLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.DynamicInfo.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes layers of what depends on the sample, so that every later pass sees layers alone: behind a layer {@code hidden}
 * with {@code @PruneActivations} stands {@code hidden.kept}, and whoever reads {@code hidden} reads that; about a
 * convolution {@code maps} with {@code @Gate} stand {@code maps.pooled}, {@code maps.saliency}, {@code maps.gate} and
 * {@code maps.gated}, and whoever reads {@code maps} reads the last. Before InferShapes, which orders and shapes the
 * added layers with the others; names with a dot are no user's.
 */
public final class ExpandDynamic implements Pass {

  @Override
  public String name() {
    return "ExpandDynamic";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    Map<String, String> results = new HashMap<>();
    List<LayerSpec> layers = new ArrayList<>();
    for (LayerSpec layer : model.layers()) {
      String result = layer.name();
      GateSpec gate = layer.dynamic().gate();
      // A gate of something else was reported, and what is wrong with shapes shall be told, too.
      if (gate != null && layer.layer() instanceof Conv2dLayer convolution) {
        layers.addAll(gated(layer, convolution, gate));
        result = layer.name() + ".gated";
      } else {
        layers.add(layer.with(layer.dynamic().tokensAlone()));
      }
      SelectionSpec selection = layer.dynamic().selection();
      if (selection != null) {
        layers.add(kept(layer.name(), result, selection));
        result = kept(layer.name());
      }
      results.put(layer.name(), result);
    }
    return model.at(model.stage(), layers.stream().map(l -> rewired(l, results)).toList());
  }

  /** The value that holds the gates of a convolution. */
  static String gate(String layer) {
    return layer + ".gate";
  }

  /** The gate before the convolution, so that it can be known which filters are to run. */
  private static List<LayerSpec> gated(LayerSpec layer, Conv2dLayer convolution, GateSpec gate) {
    String name = layer.name();
    String pooled = name + ".pooled";
    String saliency = name + ".saliency";
    int filters = convolution.filters();
    ActivationSpec relu = new ActivationSpec(Activation.RELU, 0.01, gate.source());
    return List.of(
        part(Part.POOL, name, pooled, new GlobalAvgPoolLayer(), layer.inputs(), null, gate),
        part(Part.SALIENCY, name, saliency, new DenseLayer(filters, true), List.of(pooled), relu, gate),
        part(Part.WINNERS, name, gate(name), new WinnersLayer(name, gate.winners(filters), gate.lambda()),
            List.of(saliency), null, gate),
        layer.with(DynamicSpec.part(Part.GATED, name)),
        part(Part.SCALE, name, name + ".gated", new GateLayer(name, convolution, gate.winners(filters)),
            List.of(name, gate(name)), null, gate));
  }

  /** The interface's default policy prunes no gate, which is a layer with weights too. */
  private static LayerSpec part(
      Part part, String owner, String name, Layer layer, List<String> inputs, ActivationSpec activation,
      GateSpec gate) {
    return LayerSpec.read(name, layer, inputs, activation, null, layer instanceof DenseLayer, gate.source())
        .with(DynamicSpec.part(part, owner));
  }

  private static String kept(String layer) {
    return layer + ".kept";
  }

  private static LayerSpec kept(String owner, String of, SelectionSpec selection) {
    SelectLayer select = new SelectLayer(owner, Selection.of(selection));
    return LayerSpec.read(kept(owner), select, List.of(of), null, null, false, selection.source())
        .with(DynamicSpec.part(Part.SELECTION, owner));
  }

  /** With what has become of its inputs; the steps of a layer's own dynamic pruning name theirs as they are. */
  private static LayerSpec rewired(LayerSpec layer, Map<String, String> results) {
    Part part = layer.dynamic().part();
    boolean readsOthers = part == null || part == Part.GATED || part == Part.POOL;
    return !readsOthers ? layer : layer.reading(layer.inputs().stream().map(i -> results.getOrDefault(i, i)).toList());
  }
}
