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
  public void update(Parameter parameter, boolean decays, int from, int to) {
    if (decays && weightDecay > 0) {
      if (parameter.kept() == null) {
        shrinkAll(parameter.values(), shrink, from, to);
      } else {
        shrinkKept(parameter.values(), parameter.kept(), shrink, from, to);
      }
    }
    adam.update(parameter, decays, from, to);
  }

  private static void shrinkAll(float[] w, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      w[i] *= factor;
    }
  }

  private static void shrinkKept(float[] w, int[] kept, float factor, int from, int to) {
    for (int k = from; k < to; k++) {
      w[kept[k]] *= factor;
    }
  }
}
