package dev.espalier.runtime.model;

import dev.espalier.dsl.Activation;

/**
 * What happens to the channels of a layer's result when channels leave the frozen network.
 *
 * @param flow where they come from
 * @param removable whether the generated program passes over channels that are gone; else all of them are computed
 * @param activation what is applied to the result, or null
 * @param slope of a leaky activation
 */
public record ChannelPlan(ChannelFlow flow, boolean removable, Activation activation, double slope) {

  /** A layer of which nothing is known: all channels stay. */
  public static final ChannelPlan WHOLE = new ChannelPlan(ChannelFlow.MIXED, false, null, 0);

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
