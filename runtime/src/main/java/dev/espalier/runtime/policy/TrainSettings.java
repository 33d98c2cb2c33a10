package dev.espalier.runtime.policy;

import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.OptimizerKind;
import java.util.function.UnaryOperator;

/** How a network is trained: the annotation {@link dev.espalier.dsl.Train} as a value, element by element. */
public record TrainSettings(
    Loss loss,
    OptimizerSettings optimizer,
    LearningRateSettings learningRate,
    int batch,
    int epochs,
    int evaluateEvery,
    boolean evaluatePrunings,
    AugmentSettings augment) {

  /** Of images as they are. */
  public TrainSettings(
      Loss loss,
      OptimizerSettings optimizer,
      LearningRateSettings learningRate,
      int batch,
      int epochs,
      int evaluateEvery,
      boolean evaluatePrunings) {
    this(loss, optimizer, learningRate, batch, epochs, evaluateEvery, evaluatePrunings, AugmentSettings.NONE);
  }

  /** The annotation {@link dev.espalier.dsl.Augment} as a value. */
  public record AugmentSettings(boolean flip, int crop) {
    /** Images as they are. */
    public static final AugmentSettings NONE = new AugmentSettings(false, 0);
  }

  /** Evaluated at the end of each epoch alone. */
  public TrainSettings(
      Loss loss, OptimizerSettings optimizer, LearningRateSettings learningRate, int batch, int epochs) {
    this(loss, optimizer, learningRate, batch, epochs, 0, false);
  }

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

    /** The same constants of another kind. */
    public OptimizerSettings kind(OptimizerKind newKind) {
      return new OptimizerSettings(newKind, learningRate, momentum, nesterov, weightDecay, beta1, beta2, epsilon);
    }

    /** The same constants with another base rate. */
    public OptimizerSettings learningRate(double newLearningRate) {
      return new OptimizerSettings(kind, newLearningRate, momentum, nesterov, weightDecay, beta1, beta2, epsilon);
    }

    /** The same constants with another momentum. */
    public OptimizerSettings momentum(double newMomentum) {
      return new OptimizerSettings(kind, learningRate, newMomentum, nesterov, weightDecay, beta1, beta2, epsilon);
    }

    /** The same constants with Nesterov's variant or without. */
    public OptimizerSettings nesterov(boolean newNesterov) {
      return new OptimizerSettings(kind, learningRate, momentum, newNesterov, weightDecay, beta1, beta2, epsilon);
    }

    /** The same constants with another weight decay. */
    public OptimizerSettings weightDecay(double newWeightDecay) {
      return new OptimizerSettings(kind, learningRate, momentum, nesterov, newWeightDecay, beta1, beta2, epsilon);
    }

    /** The same constants with another decay of the first moment. */
    public OptimizerSettings beta1(double newBeta1) {
      return new OptimizerSettings(kind, learningRate, momentum, nesterov, weightDecay, newBeta1, beta2, epsilon);
    }

    /** The same constants with another decay of the second moment. */
    public OptimizerSettings beta2(double newBeta2) {
      return new OptimizerSettings(kind, learningRate, momentum, nesterov, weightDecay, beta1, newBeta2, epsilon);
    }

    /** The same constants with another epsilon. */
    public OptimizerSettings epsilon(double newEpsilon) {
      return new OptimizerSettings(kind, learningRate, momentum, nesterov, weightDecay, beta1, beta2, newEpsilon);
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

    /** The same curve of another kind. */
    public LearningRateSettings kind(LearningRateKind newKind) {
      return new LearningRateSettings(newKind, warmup, every, factor, floor);
    }

    /** The same curve with another number of epochs of warm-up. */
    public LearningRateSettings warmup(double newWarmup) {
      return new LearningRateSettings(kind, newWarmup, every, factor, floor);
    }

    /** The same curve with another number of epochs between drops. */
    public LearningRateSettings every(double newEvery) {
      return new LearningRateSettings(kind, warmup, newEvery, factor, floor);
    }

    /** The same curve with another factor of a drop. */
    public LearningRateSettings factor(double newFactor) {
      return new LearningRateSettings(kind, warmup, every, newFactor, floor);
    }

    /** The same curve with another last rate. */
    public LearningRateSettings floor(double newFloor) {
      return new LearningRateSettings(kind, warmup, every, factor, newFloor);
    }
  }

  /** The same settings with another loss. */
  public TrainSettings loss(Loss newLoss) {
    return new TrainSettings(newLoss, optimizer, learningRate, batch, epochs, evaluateEvery, evaluatePrunings,
        augment);
  }

  /** The same settings with another optimizer. */
  public TrainSettings optimizer(OptimizerSettings newOptimizer) {
    return new TrainSettings(loss, newOptimizer, learningRate, batch, epochs, evaluateEvery, evaluatePrunings,
        augment);
  }

  /** The same settings with the optimizer changed. */
  public TrainSettings optimizer(UnaryOperator<OptimizerSettings> change) {
    return optimizer(change.apply(optimizer));
  }

  /** The same settings with another learning-rate curve. */
  public TrainSettings learningRate(LearningRateSettings newLearningRate) {
    return new TrainSettings(loss, optimizer, newLearningRate, batch, epochs, evaluateEvery, evaluatePrunings,
        augment);
  }

  /** The same settings with the learning-rate curve changed. */
  public TrainSettings learningRate(UnaryOperator<LearningRateSettings> change) {
    return learningRate(change.apply(learningRate));
  }

  /** The same settings with another batch size. */
  public TrainSettings batch(int newBatch) {
    return new TrainSettings(loss, optimizer, learningRate, newBatch, epochs, evaluateEvery, evaluatePrunings,
        augment);
  }

  /** The same settings with another number of epochs. */
  public TrainSettings epochs(int newEpochs) {
    return new TrainSettings(loss, optimizer, learningRate, batch, newEpochs, evaluateEvery, evaluatePrunings,
        augment);
  }

  /** The same settings with another number of steps between evaluations. */
  public TrainSettings evaluateEvery(int newEvaluateEvery) {
    return new TrainSettings(loss, optimizer, learningRate, batch, epochs, newEvaluateEvery, evaluatePrunings,
        augment);
  }

  /** The same settings with prunings within an epoch evaluated or not. */
  public TrainSettings evaluatePrunings(boolean newEvaluatePrunings) {
    return new TrainSettings(loss, optimizer, learningRate, batch, epochs, evaluateEvery, newEvaluatePrunings,
        augment);
  }

  /** The same settings with other changes of the training images. */
  public TrainSettings augment(AugmentSettings newAugment) {
    return new TrainSettings(
        loss, optimizer, learningRate, batch, epochs, evaluateEvery, evaluatePrunings, newAugment);
  }

  /** The same settings with images flipped or not, and moved by at most so many pixels. */
  public TrainSettings augment(boolean flip, int crop) {
    return augment(new AugmentSettings(flip, crop));
  }
}
