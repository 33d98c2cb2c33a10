package dev.espalier.runtime.model;

import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;

/**
 * Gates of the heads of an attention that are trained with the network: each head's result is multiplied by {@code z},
 * which is exactly 0 or 1 with a probability that follows from {@code alpha} (the hard-concrete distribution: Louizos,
 * Welling, Kingma: "Learning sparse neural networks through L0 regularization", 2018, section 2.2; of heads: Voita
 * 2019, section 5.1):
 *
 * <pre>
 * u ~ U(0, 1), s = sigmoid((log u - log(1 - u) + log alpha) / beta), z = min(1, max(0, s (zeta - gamma) + gamma))
 * P(z != 0) = sigmoid(log alpha - beta log(-gamma / zeta))
 * </pre>
 *
 * <p>with beta = 2/3, gamma = -0.1, zeta = 1.1; one u a head and step. Without noise, {@code z = min(1, max(0,
 * sigmoid(log alpha) (zeta - gamma) + gamma))}. What is trained is {@code log alpha / 10}, so that a rate for weights
 * moves gates, too.
 *
 * <p>A head's result is read by its columns of the projection alone, so that these are multiplied by z while a pass
 * runs, and put back behind it: no kernel knows of gates.
 */
public final class HeadGates {
  /** log alpha for each unit of what is trained. */
  private static final double SCALE = 10;

  /** log alpha at first: a gate is open with a probability of 0.97. */
  private static final double FIRST = 2;

  /** What is trained of a gate that stays 1, whatever the noise. */
  private static final float OPEN = 1e6f;

  private static final double BETA = 2.0 / 3;
  private static final double GAMMA = -0.1;
  private static final double ZETA = 1.1;
  private static final long PURPOSE = Randomness.purpose("gates");

  private final Parameter parameter;
  private final Parameter projection;
  private final float[] plain;
  private final double[] gates;
  private final double[] slopes;
  private final double[] sums;
  private final Randomness random = Randomness.stream(0, PURPOSE, 0);
  private boolean applied;

  /** Gates that are open as good as always. */
  HeadGates(String name, int heads, Parameter projection) {
    this.parameter = new Parameter(name, heads, 1);
    this.projection = projection;
    this.plain = new float[projection.size()];
    this.gates = new double[heads];
    this.slopes = new double[heads];
    this.sums = new double[heads];
    reset();
  }

  /** What is trained, one number a head. */
  public Parameter parameter() {
    return parameter;
  }

  /** As at first. */
  public void reset() {
    Arrays.fill(parameter.values(), (float) (FIRST / SCALE));
  }

  /** Leaves every gate at 1 for good. */
  public void open() {
    Arrays.fill(parameter.values(), OPEN);
  }

  private double logAlpha(int head) {
    return SCALE * parameter.values()[head];
  }

  /** The stretched gate of a head without noise, in (-0.1, 1.1): 0 and below is closed. */
  public double stretched(int head) {
    return sigmoid(logAlpha(head)) * (ZETA - GAMMA) + GAMMA;
  }

  /** The probability that a head's gate is not 0. */
  public double openness(int head) {
    return sigmoid(logAlpha(head) - BETA * Math.log(-GAMMA / ZETA));
  }

  /**
   * Draws the gates of a step, which follow from seed, layer and step alone, and multiplies the projection by them,
   * until it is {@linkplain #restore restored}.
   *
   * @param layer the projection's index in the network
   */
  public void draw(long seed, int layer, long step) {
    random.reseed(seed, PURPOSE + layer, step);
    for (int h = 0; h < gates.length; h++) {
      double u = (random.nextInt(1 << 24) + 0.5) / (1 << 24);
      double s = sigmoid((Math.log(u / (1 - u)) + logAlpha(h)) / BETA);
      cut(h, s, s * (1 - s) / BETA);
    }
    apply();
  }

  /** The same without noise, as evaluation and the frozen network have them. */
  public void settle() {
    for (int h = 0; h < gates.length; h++) {
      double s = sigmoid(logAlpha(h));
      cut(h, s, s * (1 - s));
    }
    apply();
  }

  private void cut(int head, double s, double slope) {
    double z = s * (ZETA - GAMMA) + GAMMA;
    gates[head] = Math.clamp(z, 0.0, 1.0);
    slopes[head] = z > 0 && z < 1 ? SCALE * (ZETA - GAMMA) * slope : 0;
  }

  private void apply() {
    restore();
    float[] w = projection.values();
    System.arraycopy(w, 0, plain, 0, w.length);
    for (int i = 0; i < w.length; i++) {
      w[i] *= (float) gates[head(i)];
    }
    applied = true;
  }

  private int head(int weight) {
    return weight % projection.columns() / (projection.columns() / gates.length);
  }

  /** Puts the projection's weights back. */
  public void restore() {
    if (applied) {
      System.arraycopy(plain, 0, projection.values(), 0, plain.length);
      applied = false;
    }
  }

  /**
   * Takes the gradient of the gates from that of the multiplied projection, {@code dL/dz_h = sum of w dL/d(z_h w)},
   * adds that of {@code lambda} times the penalty, makes the projection's gradient one by the weights themselves, and
   * restores them.
   */
  public void learn(double lambda) {
    float[] g = projection.gradient();
    Arrays.fill(sums, 0);
    for (int i = 0; i < g.length; i++) {
      int h = head(i);
      sums[h] += (double) g[i] * plain[i];
      g[i] *= (float) gates[h];
    }
    for (int h = 0; h < gates.length; h++) {
      double p = openness(h);
      parameter.gradient()[h] = (float) (sums[h] * slopes[h] + lambda * SCALE * p * (1 - p));
    }
    restore();
  }

  /** The projection's weights times the gates without noise. */
  public float[] gated() {
    settle();
    float[] gated = projection.values().clone();
    restore();
    return gated;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
