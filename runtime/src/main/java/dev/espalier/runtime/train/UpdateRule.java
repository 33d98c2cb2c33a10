package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;

/**
 * How a gradient changes a parameter. Only kept values are read and written, and state exists for kept values alone, so
 * that neither momentum, nor moments, nor weight decay can touch a pruned one.
 */
public interface UpdateRule {

  /** State arrays of a parameter, {@link Parameter#state}. */
  int slots();

  /**
   * Prepares a step.
   *
   * @param step steps since the state was zero, from 1
   * @param learningRate of this step
   */
  void begin(long step, double learningRate);

  /**
   * Updates kept values of a parameter by their gradients. Does not allocate.
   *
   * @param decays whether weight decay applies: to weights, not to biases
   * @param from the first kept value, by its place among them
   * @param to after the last
   */
  void update(Parameter parameter, boolean decays, int from, int to);

  /** Updates all kept values of a parameter. */
  default void update(Parameter parameter, boolean decays) {
    update(parameter, decays, 0, parameter.keptCount());
  }

  /** The rule of the settings. */
  static UpdateRule of(OptimizerSettings settings) {
    return switch (settings.kind()) {
      case SGD -> new Sgd(settings);
      case ADAM -> Adam.coupled(settings);
      case ADAMW -> new AdamW(settings);
    };
  }
}
