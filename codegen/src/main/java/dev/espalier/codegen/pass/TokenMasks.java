package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.LearnedTokensLayer;
import dev.espalier.codegen.layer.LeftTokensLayer;
import dev.espalier.codegen.layer.TokenWeighing;
import java.util.HashMap;
import java.util.Map;

/**
 * For each sequence the value that says which of its tokens are some. It is made where tokens come into the network,
 * and handed on from layer to layer; a sum takes it from the first of its inputs that has one. Tokens that a selection
 * left have the selection's.
 */
final class TokenMasks {
  private final Map<String, String> masks = new HashMap<>();
  /** By its mask each layer whose threshold is learned. */
  private final Map<String, String> learned = new HashMap<>();
  private boolean shortens;

  private TokenMasks() {}

  /** From stage SHAPED on. */
  static TokenMasks of(ModelSpec model) {
    TokenMasks found = new TokenMasks();
    for (LayerSpec layer : model.layers()) {
      String mask = found.ofInputs(layer);
      if (layer.layer().makesMask(mask != null)) {
        found.masks.put(layer.name(), layer.name() + ".valid");
        if (layer.layer() instanceof LearnedTokensLayer) {
          found.learned.put(layer.name() + ".valid", layer.name());
        }
      } else if (layer.layer() instanceof LeftTokensLayer left) {
        found.masks.computeIfAbsent(layer.name(), _ -> found.masks.get(left.selection()));
      } else if (mask != null && layer.shape().isSequence()) {
        found.masks.put(layer.name(), mask);
      }
    }
    found.shortens = !found.masks.containsKey(model.output().name())
        && model.layers().stream().allMatch(l -> found.ofInputs(l) == null || l.layer().runsOverColumns());
    return found;
  }

  /**
   * Whether sequences end with the last token of a panel's samples: no layer and no reader of the result needs more.
   */
  boolean shortens() {
    return shortens;
  }

  /** Which learned thresholds have to do with a layer. */
  TokenWeighing weighing(ModelSpec model, LayerSpec layer) {
    String judge = model.consumersOf(layer.name()).stream()
        .filter(l -> l.layer() instanceof LearnedTokensLayer).map(LayerSpec::name).findFirst().orElse(null);
    return new TokenWeighing(learned.get(ofInputs(layer)), judge);
  }

  /** The mask of what a layer consumes, or null where all tokens are some. */
  String ofInputs(LayerSpec layer) {
    return layer.inputs().stream().map(masks::get).filter(m -> m != null).findFirst().orElse(null);
  }
}
