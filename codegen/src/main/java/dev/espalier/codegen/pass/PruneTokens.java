package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.DynamicSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.AttentionLayer;
import dev.espalier.codegen.layer.ClsTokenLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.LearnedTokensLayer;
import dev.espalier.codegen.layer.LeftTokensLayer;
import dev.espalier.codegen.layer.PositionalEmbeddingLayer;
import dev.espalier.codegen.layer.TokenChoice;
import dev.espalier.codegen.layer.TokensLayer;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.model.DynamicInfo.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes layers of {@code @PruneTokens}: between the heads of an attention {@code att} and its projection stand {@code
 * att.tokens}, which tells the tokens that stay, and {@code att.left}, what they took from the others. Every sequence
 * after that has fewer tokens. Where a layer joins one with what still has more of the same tokens, those that stay are
 * taken out of the latter by {@code att.left.<value>}. A threshold that is learned makes another layer of the same name,
 * whose weight it is; behind it stands nothing that would not know what tokens weigh.
 *
 * <p>After ExpandAttention, which makes the heads; shapes are inferred once more. Before all that counts weights.
 */
public final class PruneTokens implements Pass {

  @Override
  public String name() {
    return "PruneTokens";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    if (model.layers().stream().allMatch(l -> l.dynamic().tokens() == null)) {
      return model;
    }
    Expansion expansion = new Expansion(model, findings);
    List<LayerSpec> layers = expansion.layers();
    return expansion.broken ? model : new InferShapes().apply(model.at(model.stage(), layers), findings);
  }

  /** The layers of a network on their way. */
  private static final class Expansion {
    private final ModelSpec model;
    private final Consumer<Finding> findings;
    private final List<LayerSpec> layers = new ArrayList<>();
    /** For each sequence the selections that its tokens went through, in order. */
    private final Map<String, List<String>> selections = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    /** Sequences that begin with a classification token. */
    private final Set<String> classified = new HashSet<>();
    private boolean broken;

    Expansion(ModelSpec model, Consumer<Finding> findings) {
      this.model = model;
      this.findings = findings;
    }

    List<LayerSpec> layers() {
      for (LayerSpec layer : model.layers()) {
        LayerSpec read = aligned(layer.dynamic().tokens() == null ? layer : behindSelection(layer));
        unweighed(layer);
        layers.add(read);
        follow(read);
      }
      return layers;
    }

    private void follow(LayerSpec layer) {
      if (layer.shape().isSequence()) {
        selections.put(layer.name(), layer.inputs().isEmpty() ? List.of() : of(layer.inputs().getFirst()));
        if (layer.layer() instanceof ClsTokenLayer || layer.inputs().stream().anyMatch(classified::contains)) {
          classified.add(layer.name());
        }
      }
    }

    /** While a threshold is learned its tokens weigh less: who counts places or whole tokens would not know. */
    private void unweighed(LayerSpec layer) {
      TokensSpec tokens = layer.dynamic().tokens();
      String kind = tokens != null && tokens.learned() == null ? "PruneTokens without learned"
          : layer.layer() instanceof ClsTokenLayer || layer.layer() instanceof PositionalEmbeddingLayer
              ? layer.layer().kind() : null;
      if (kind == null) {
        return;
      }
      layer.inputs().stream().flatMap(input -> of(input).stream())
          .map(PruneTokens::owner).filter(owner -> spec(owner).learned() != null).findFirst()
          .ifPresent(owner -> {
            findings.accept(new Finding(
                Diagnostic.LEARNED_TOKENS_COUNTED.with(layer.name(), kind, owner),
                tokens == null ? layer.source() : tokens.source()));
            broken = true;
          });
    }

    private List<String> of(String value) {
      return selections.getOrDefault(value, List.of());
    }

    /** The projection of an attention, reading what is left of its heads. */
    private LayerSpec behindSelection(LayerSpec projection) {
      String heads = projection.inputs().getFirst();
      String attention = projection.name();
      TokensSpec spec = projection.dynamic().tokens();
      int count = ((AttentionLayer) model.layer(heads).orElseThrow().layer()).heads();
      String selection = attention + ".tokens";
      TokensLayer fixed = new TokensLayer(attention, TokenChoice.of(spec), count, classified.contains(heads));
      TokensSpec.Learned learned = spec.learned();
      Layer choice = learned == null ? fixed
          : new LearnedTokensLayer(fixed, learned.lambda(), (float) learned.temperature(), learned.until());
      layers.add(part(Part.TOKENS, attention, selection, choice, List.of(heads), spec));
      return projection.reading(List.of(left(heads, selection, attention + ".left", spec))).with(DynamicSpec.NONE);
    }

    private String left(String value, String selection, String name, TokensSpec spec) {
      if (made.add(name)) {
        String owner = owner(selection);
        layers.add(part(
            Part.LEFT, owner, name, new LeftTokensLayer(selection), List.of(value, selection), spec));
        List<String> through = new ArrayList<>(of(value));
        through.add(selection);
        selections.put(name, through);
        if (classified.contains(value)) {
          classified.add(name);
        }
      }
      return name;
    }

    private static LayerSpec part(
        Part part, String owner, String name, Layer layer, List<String> inputs, TokensSpec spec) {
      return LayerSpec.read(name, layer, inputs, null, null, false, spec.source())
          .with(DynamicSpec.part(part, owner));
    }

    /** The layer with all of its sequences brought to the tokens of the one that went through most selections. */
    private LayerSpec aligned(LayerSpec layer) {
      String least = layer.inputs().getFirst();
      for (String input : layer.inputs()) {
        least = of(input).size() > of(least).size() ? input : least;
      }
      List<String> inputs = new ArrayList<>();
      for (String input : layer.inputs()) {
        List<String> has = of(input);
        List<String> wanted = of(least);
        if (!has.equals(wanted.subList(0, has.size()))) {
          findings.accept(new Finding(Diagnostic.TOKENS_MISALIGNED.with(
              layer.name(), input, chain(has), least, chain(wanted)), layer.source().at(input)));
          broken = true;
          return layer;
        }
        String value = input;
        for (String selection : wanted.subList(has.size(), wanted.size())) {
          String owner = owner(selection);
          value = left(value, selection, owner + ".left." + value, spec(owner));
        }
        inputs.add(value);
      }
      return layer.reading(inputs);
    }

    private TokensSpec spec(String attention) {
      return model.layer(attention).orElseThrow().dynamic().tokens();
    }

    private static String chain(List<String> selections) {
      return String.join(", then ", selections.stream().map(PruneTokens::owner).toList());
    }
  }

  private static String owner(String selection) {
    return selection.substring(0, selection.length() - ".tokens".length());
  }
}
