package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.AttentionLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the layers of self-attention in its place: {@code name.query}, {@code name.key}, {@code name.value}, {@code
 * name.heads} and the projection {@code name}. After InferShapes, which tells the width; before all that counts weights or
 * hands out policies, so that queries, keys, values and projection are dense layers as any other.
 */
public final class ExpandAttention implements Pass {

  @Override
  public String name() {
    return "ExpandAttention";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    List<LayerSpec> layers = new ArrayList<>();
    for (LayerSpec layer : model.layers()) {
      if (layer.layer() instanceof SelfAttentionLayer attention) {
        expand(layer, attention, layers);
      } else {
        layers.add(layer);
      }
    }
    return model.at(model.stage(), layers);
  }

  private static void expand(LayerSpec layer, SelfAttentionLayer attention, List<LayerSpec> layers) {
    Shape shape = layer.shape();
    Layer projection = attention.projection(shape);
    List<String> parts = List.of(layer.name() + ".query", layer.name() + ".key", layer.name() + ".value");
    for (String part : parts) {
      // A bias of the keys adds the same to all scores of a query, which the softmax takes away again.
      Layer made = attention.part(shape, attention.bias() && !part.endsWith(".key"));
      layers.add(part(layer, part, made, layer.inputs(), null, layer.prune()));
    }
    String heads = layer.name() + ".heads";
    AttentionLayer core = new AttentionLayer(attention.heads(), attention.causal());
    layers.add(part(layer, heads, core, parts, null, null));
    layers.add(part(layer, layer.name(), projection, List.of(heads), layer.activation(), layer.prune())
        .with(layer.dynamic()));
  }

  private static LayerSpec part(
      LayerSpec of, String name, Layer layer, List<String> inputs, ActivationSpec activation, PruneSpec prune) {
    List<Shape> shapes = List.of(of.shape());
    return LayerSpec.read(name, layer, inputs, activation, prune, of.keep(), of.source())
        .shaped(of.shape(), layer.weights(shapes));
  }
}
