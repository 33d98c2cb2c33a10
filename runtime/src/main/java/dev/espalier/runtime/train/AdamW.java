package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;

/**
 * Adam with decoupled weight decay (Loshchilov, Hutter 2019, algorithm 2): {@code w = w - rate decay w}, then Adam's
 * step by the gradient alone. The decay is scaled by the learning rate of the step, curve included.
 */
final class AdamW implements UpdateRule {

  private final Adam adam;
  private final double weightDecay;
  private float shrink;

  AdamW(OptimizerSettings settings) {
    this.adam = Adam.withoutDecay(settings);
    this.weightDecay = settings.weightDecay();
  }

  @Override
  public int slots() {
    return adam.slots();
  }

  @Override
  public void begin(long step, double learningRate) {
    adam.begin(step, learningRate);
    shrink = (float) (1 - learningRate * weightDecay);
  }

  @Override
  public void update(Parameter parameter, boolean decays) {
    if (decays && weightDecay > 0) {
      float[] w = parameter.values();
      if (parameter.kept() == null) {
        shrinkAll(w, shrink);
      } else {
        for (int i : parameter.kept()) {
          w[i] *= shrink;
        }
      }
    }
    adam.update(parameter, decays);
  }

  private static void shrinkAll(float[] w, float factor) {
    for (int i = 0; i < w.length; i++) {
      w[i] *= factor;
    }
  }
}
