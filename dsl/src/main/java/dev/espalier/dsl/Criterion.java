package dev.espalier.dsl;

/**
 * The score of a weight w; a group's score is the sum over its members, and the lowest scores go first. With g the mean
 * gradient of the training loss over {@link Prune#samples()}, g_s that of sample s alone.
 */
public enum Criterion {
  /** {@code |w|} (Han 2015). */
  MAGNITUDE,
  /** {@code |g|}: weights that the loss does not feel go first. */
  GRADIENT,
  /** {@code |g w|}: the first-order change of the loss when w is set to 0 (Molchanov 2017). */
  TAYLOR,
  /**
   * {@code h w^2 / 2} with h the empirical Fisher diagonal, the mean of {@code g_s^2}: the second-order change of the
   * loss of a trained network (LeCun 1990, Theis 2018).
   */
  FISHER,
  /**
   * {@code w^2 / (2 [F^-1]_ii)} with F the empirical Fisher matrix in blocks; the weights that are left are updated to
   * make up for those that go (Hassibi 1993, WoodFisher 2020).
   */
  OBS,
  /** {@code |w|} times the Euclidean norm of the input that it reads (Sun 2023). */
  WANDA,
  /** {@code |g w|} as a share of its sum over the network, before the first step (Lee 2019). */
  SNIP,
  /** {@code w (H g)} with H the Hessian of the loss, before the first step: gradient flow is preserved (Wang 2020). */
  GRASP,
  /** The share of synaptic flow, in rounds and without data, before the first step (Tanaka 2020). */
  SYNFLOW,
  /** The sum of {@code -g w} over the steps of training: weights that move away from 0 stay (Sanh 2020). */
  MOVEMENT,
  /**
   * The absolute scale of the batch normalisation behind a filter or neuron (network slimming, Liu 2017). It must be
   * the only one that consumes the layer. Under REGULARISED the penalty is on the scales.
   */
  BN_SCALE,
  /**
   * {@code I_h}, the mean over samples of the absolute derivative of the loss by the mask variable that head h of
   * attention is multiplied by, for {@link Granularity#HEAD} (Michel, Levy, Neubig 2019, section 4.1).
   */
  HEAD_GATE,
  /**
   * The learned gate of head h, for {@link Granularity#HEAD} under REGULARISED with {@link Penalty#L0}: the stretched
   * gate without noise and before it is cut to [0, 1], so that heads below 0 are closed (Louizos 2018, Voita 2019).
   */
  HARD_CONCRETE,
  /** Uniform at random, a group like a single weight: the control that any claim is compared with. */
  RANDOM
}
