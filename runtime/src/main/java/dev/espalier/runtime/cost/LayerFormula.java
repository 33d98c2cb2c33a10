package dev.espalier.runtime.cost;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;

/**
 * What a kind of layer costs for one sample, as a function of the weights that are kept. A layer whose multiply-adds
 * are not those of a convolution brings a record of its own and its case in {@link #of}.
 */
sealed interface LayerFormula {

  /**
   * Multiply-adds when {@code kept} of the weights are kept, wherever they lie; of a layer without weights, when so
   * many channels of its result are computed.
   */
  long macs(long kept);

  /** Values of the inputs and of the result. */
  long activations();

  /** The formula of a layer. */
  static LayerFormula of(Blueprint blueprint, LayerInfo layer) {
    if (layer.hasWeights() && layer.weights().isProduct()) {
      return new Convolution(layer.weights());
    }
    long values = layer.output().features();
    for (String input : layer.inputs()) {
      values += features(blueprint, input);
    }
    return layer.kind().equals(Attention.KIND)
        ? new Attention(layer.output().width(), values)
        : new Weightless(values);
  }

  private static long features(Blueprint blueprint, String value) {
    for (InputInfo input : blueprint.inputs()) {
      if (input.name().equals(value)) {
        return input.training().features();
      }
    }
    return blueprint.layers().get(blueprint.indexOf(value)).output().features();
  }

  /**
   * M filters over C channels: {@code M C R S E F / groups} multiply-adds, {@code C H W + M E F} activations. Each kept
   * weight is used once at each of the E F positions, so that sparse weights take {@code (1-p) M C R S E F / groups}. A
   * dense layer is the case {@code H = W = R = S = E = F = 1}: I O, times B for B samples.
   */
  record Convolution(WeightGeometry geometry) implements LayerFormula {
    @Override
    public long macs(long kept) {
      return Math.multiplyExact(kept, (long) geometry.outHeight() * geometry.outWidth());
    }

    @Override
    public long activations() {
      return (long) geometry.channels() * geometry.height() * geometry.width()
          + (long) geometry.filters() * geometry.outHeight() * geometry.outWidth();
    }
  }

  /**
   * Scores and mixtures of self-attention over L tokens of E features, whatever the number of heads: {@code L^2 E}
   * multiply-adds each, E being the features of those heads that are left.
   */
  record Attention(int tokens, long activations) implements LayerFormula {
    static final String KIND = "Attention";

    @Override
    public long macs(long kept) {
      return Math.multiplyExact(2L * tokens * tokens, kept);
    }
  }

  /** Pooling, activations, sums, tables, scales: no multiply-adds of weights. */
  record Weightless(long activations) implements LayerFormula {
    @Override
    public long macs(long kept) {
      return 0;
    }
  }
}
