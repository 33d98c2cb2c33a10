package dev.espalier.runtime.model;

import dev.espalier.dsl.Activation;
import java.util.BitSet;

/**
 * What happens to the channels of a layer's result when channels leave the frozen network.
 *
 * @param flow where they come from
 * @param removable whether the generated program passes over channels that are gone; else all of them are computed
 * @param activation what is applied to the result, or null
 * @param slope of a leaky activation
 * @param heads runs of channels that only stay or leave as a whole: heads of attention; else 0
 */
public record ChannelPlan(ChannelFlow flow, boolean removable, Activation activation, double slope, int heads) {

  /** A layer of which nothing is known: all channels stay. */
  public static final ChannelPlan WHOLE = new ChannelPlan(ChannelFlow.MIXED, false, null, 0);

  /** A layer whose channels belong to no heads. */
  public ChannelPlan(ChannelFlow flow, boolean removable, Activation activation, double slope) {
    this(flow, removable, activation, slope, 0);
  }

  /** Of some channels those that come in whole heads. */
  public BitSet wholeHeads(BitSet channels, int count) {
    BitSet whole = new BitSet(count);
    int size = count / heads;
    for (int head = 0; head < heads; head++) {
      int from = head * size;
      whole.set(from, from + size, channels.get(from, from + size).cardinality() == size);
    }
    return whole;
  }

  /** Some channels and all others of their heads. */
  public BitSet withHeads(BitSet channels, int count) {
    BitSet none = (BitSet) channels.clone();
    none.flip(0, count);
    BitSet gone = wholeHeads(none, count);
    gone.flip(0, count);
    return gone;
  }

  /** The activation's result; that of the identity where there is none. */
  public double activate(double x) {
    if (activation == null) {
      return x;
    }
    return switch (activation) {
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> Math.max(x, slope * x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
      // As the kernels have it: the tanh approximation of Hendrycks and Gimpel 2016.
      case GELU -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SILU -> x * sigmoid(x);
    };
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
