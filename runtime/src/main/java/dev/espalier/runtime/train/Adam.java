package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;

/**
 * Adam (Kingma, Ba 2015, algorithm 1): {@code m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
 * w = w - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)}. Weight decay, if any, is added to the gradient.
 */
final class Adam implements UpdateRule {

  private final double beta1;
  private final double beta2;
  private final float epsilon;
  private final float weightDecay;
  private float stepSize;
  private float rootScale;

  private Adam(OptimizerSettings settings, double weightDecay) {
    this.beta1 = settings.beta1();
    this.beta2 = settings.beta2();
    this.epsilon = (float) settings.epsilon();
    this.weightDecay = (float) weightDecay;
  }

  /** With the settings' weight decay added to the gradient. */
  static Adam coupled(OptimizerSettings settings) {
    return new Adam(settings, settings.weightDecay());
  }

  /** Without weight decay. */
  static Adam withoutDecay(OptimizerSettings settings) {
    return new Adam(settings, 0);
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public void begin(long step, double learningRate) {
    stepSize = (float) (learningRate / (1 - IntegerPower.of(beta1, step)));
    rootScale = (float) (1 / Math.sqrt(1 - IntegerPower.of(beta2, step)));
  }

  @Override
  public void update(Parameter parameter, boolean decays, int from, int to) {
    float decay = decays ? weightDecay : 0;
    float[] w = parameter.values();
    float[] g = parameter.lastGradient();
    float[] m = parameter.state(0);
    float[] v = parameter.state(1);
    if (parameter.kept() == null) {
      all(w, g, m, v, decay, from, to);
    } else {
      keptOnly(w, g, m, v, parameter.kept(), parameter.isGradientOfKept(), decay, from, to);
    }
  }

  private void all(float[] w, float[] gradient, float[] m, float[] v, float decay, int from, int to) {
    float b1 = (float) beta1;
    float c1 = (float) (1 - beta1);
    float b2 = (float) beta2;
    float c2 = (float) (1 - beta2);
    float size = stepSize;
    float scale = rootScale;
    float small = epsilon;
    for (int i = from; i < to; i++) {
      float g = gradient[i] + decay * w[i];
      float first = b1 * m[i] + c1 * g;
      float second = b2 * v[i] + c2 * g * g;
      m[i] = first;
      v[i] = second;
      w[i] -= size * first / ((float) Math.sqrt(second) * scale + small);
    }
  }

  private void keptOnly(float[] w, float[] gradient, float[] m, float[] v, int[] kept, boolean packed, float decay,
      int from, int to) {
    float b1 = (float) beta1;
    float c1 = (float) (1 - beta1);
    float b2 = (float) beta2;
    float c2 = (float) (1 - beta2);
    for (int k = from; k < to; k++) {
      int i = kept[k];
      float g = gradient[packed ? k : i] + decay * w[i];
      float first = b1 * m[k] + c1 * g;
      float second = b2 * v[k] + c2 * g * g;
      m[k] = first;
      v[k] = second;
      w[i] -= stepSize * first / ((float) Math.sqrt(second) * rootScale + epsilon);
    }
  }
}
