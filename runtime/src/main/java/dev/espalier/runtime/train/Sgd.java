package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;

/**
 * Stochastic gradient descent: {@code g = gradient + decay w; u = momentum u + g; w = w - rate u}, with Nesterov's
 * variant {@code w = w - rate (g + momentum u)} (Sutskever, Martens, Dahl, Hinton: "On the importance of initialization
 * and momentum in deep learning", 2013, in the form that applies the gradient at the shifted point).
 */
final class Sgd implements UpdateRule {

  private final float momentum;
  private final boolean nesterov;
  private final float weightDecay;
  private float rate;

  Sgd(OptimizerSettings settings) {
    this.momentum = (float) settings.momentum();
    this.nesterov = settings.nesterov();
    this.weightDecay = (float) settings.weightDecay();
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public void begin(long step, double learningRate) {
    rate = (float) learningRate;
  }

  @Override
  public void update(Parameter parameter, boolean decays, int from, int to) {
    float decay = decays ? weightDecay : 0;
    float[] w = parameter.values();
    float[] g = parameter.lastGradient();
    boolean packed = parameter.isGradientOfKept();
    int[] kept = parameter.kept();
    if (momentum == 0) {
      if (kept == null) {
        plain(w, g, rate, decay, from, to);
      } else {
        plainKept(w, g, kept, packed, rate, decay, from, to);
      }
      return;
    }
    float gradientShare = nesterov ? 1 : 0;
    float momentumShare = nesterov ? momentum : 1;
    if (kept == null) {
      withMomentum(w, g, parameter.state(0), rate, decay, momentum, gradientShare, momentumShare,
          from, to);
    } else {
      withMomentumKept(w, g, parameter.state(0), kept, packed, rate, decay, momentum, gradientShare, momentumShare,
          from, to);
    }
  }

  private static void plain(float[] w, float[] gradient, float rate, float decay, int from, int to) {
    for (int i = from; i < to; i++) {
      w[i] -= rate * (gradient[i] + decay * w[i]);
    }
  }

  private static void plainKept(float[] w, float[] gradient, int[] kept, boolean packed, float rate, float decay,
      int from, int to) {
    for (int k = from; k < to; k++) {
      int i = kept[k];
      w[i] -= rate * (gradient[packed ? k : i] + decay * w[i]);
    }
  }

  private static void withMomentum(float[] w, float[] gradient, float[] u, float rate, float decay, float momentum,
      float gradientShare, float momentumShare, int from, int to) {
    for (int i = from; i < to; i++) {
      float g = gradient[i] + decay * w[i];
      float moved = momentum * u[i] + g;
      u[i] = moved;
      w[i] -= rate * (gradientShare * g + momentumShare * moved);
    }
  }

  private static void withMomentumKept(float[] w, float[] gradient, float[] u, int[] kept, boolean packed,
      float rate, float decay, float momentum, float gradientShare, float momentumShare, int from, int to) {
    for (int k = from; k < to; k++) {
      int i = kept[k];
      float g = gradient[packed ? k : i] + decay * w[i];
      float moved = momentum * u[k] + g;
      u[k] = moved;
      w[i] -= rate * (gradientShare * g + momentumShare * moved);
    }
  }
}
