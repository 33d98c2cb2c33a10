package dev.espalier.runtime.policy;

import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.OptimizerKind;

/** How a network is trained: the annotation {@link dev.espalier.dsl.Train} as a value, element by element. */
public record TrainSettings(
    Loss loss, OptimizerSettings optimizer, LearningRateSettings learningRate, int batch, int epochs) {

  /** The annotation {@link dev.espalier.dsl.Optimizer} as a value. */
  public record OptimizerSettings(
      OptimizerKind kind,
      double learningRate,
      double momentum,
      boolean nesterov,
      double weightDecay,
      double beta1,
      double beta2,
      double epsilon) {

    /** SGD with the annotation's defaults for the rest. */
    public static OptimizerSettings sgd(double learningRate, double momentum) {
      return new OptimizerSettings(OptimizerKind.SGD, learningRate, momentum, false, 0, 0.9, 0.999, 1e-8);
    }

    /** Adam with the annotation's defaults for the rest. */
    public static OptimizerSettings adam(double learningRate) {
      return new OptimizerSettings(OptimizerKind.ADAM, learningRate, 0, false, 0, 0.9, 0.999, 1e-8);
    }
  }

  /** The annotation {@link dev.espalier.dsl.LearningRate} as a value. */
  public record LearningRateSettings(LearningRateKind kind, double warmup, double every, double factor, double floor) {

    /** The base rate throughout. */
    public static LearningRateSettings constant() {
      return new LearningRateSettings(LearningRateKind.CONSTANT, 0, 10, 0.1, 0);
    }

    /** Half a cosine down to 0 at the last step. */
    public static LearningRateSettings cosine() {
      return new LearningRateSettings(LearningRateKind.COSINE, 0, 10, 0.1, 0);
    }
  }

  /** The same settings with another loss. */
  public TrainSettings loss(Loss newLoss) {
    return new TrainSettings(newLoss, optimizer, learningRate, batch, epochs);
  }

  /** The same settings with another optimizer. */
  public TrainSettings optimizer(OptimizerSettings newOptimizer) {
    return new TrainSettings(loss, newOptimizer, learningRate, batch, epochs);
  }

  /** The same settings with another learning-rate curve. */
  public TrainSettings learningRate(LearningRateSettings newLearningRate) {
    return new TrainSettings(loss, optimizer, newLearningRate, batch, epochs);
  }

  /** The same settings with another batch size. */
  public TrainSettings batch(int newBatch) {
    return new TrainSettings(loss, optimizer, learningRate, newBatch, epochs);
  }

  /** The same settings with another number of epochs. */
  public TrainSettings epochs(int newEpochs) {
    return new TrainSettings(loss, optimizer, learningRate, batch, newEpochs);
  }
}
