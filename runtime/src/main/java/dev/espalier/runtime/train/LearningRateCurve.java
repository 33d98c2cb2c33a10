package dev.espalier.runtime.train;

import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;

/**
 * The learning rate of each step. With W steps of warm-up, step s below W has {@code base (s + 1) / W}; after it the
 * curve of the kind begins:
 *
 * <ul>
 *   <li>CONSTANT: {@code base};
 *   <li>STEP: {@code base factor^k} after k times {@code every} epochs;
 *   <li>COSINE: half a cosine from {@code base} to {@code floor base}, which the last step has (Loshchilov, Hutter:
 *       "SGDR", 2017, equation 5, without restarts).
 * </ul>
 */
public final class LearningRateCurve {

  private final LearningRateSettings settings;
  private final double base;
  private final long steps;
  private final long warmupSteps;
  private final double dropSteps;

  /**
   * A curve.
   *
   * @param base the rate that the curve multiplies
   * @param stepsPerEpoch what an epoch is
   * @param steps its length; the last step is {@code steps - 1}
   */
  public LearningRateCurve(LearningRateSettings settings, double base, int stepsPerEpoch, long steps) {
    this.settings = settings;
    this.base = base;
    this.steps = steps;
    this.warmupSteps = Math.round(settings.warmup() * stepsPerEpoch);
    this.dropSteps = settings.every() * stepsPerEpoch;
  }

  /** The rate of a step, counted from 0. */
  public double at(long step) {
    if (step < warmupSteps) {
      return base * (step + 1) / warmupSteps;
    }
    long since = step - warmupSteps;
    return switch (settings.kind()) {
      case CONSTANT -> base;
      case STEP -> base * IntegerPower.of(settings.factor(), (long) (since / dropSteps));
      case COSINE -> cosine(since);
    };
  }

  private double cosine(long since) {
    long last = steps - 1 - warmupSteps;
    double progress = last <= 0 ? 0 : Math.min(1, (double) since / last);
    double share = (1 + Math.cos(Math.PI * progress)) / 2;
    return base * (settings.floor() + (1 - settings.floor()) * share);
  }
}
