package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.Loss.CROSS_ENTROPY;
import static dev.espalier.dsl.OptimizerKind.ADAM;
import static dev.espalier.dsl.ScheduleKind.GRADUAL;
import static dev.espalier.dsl.Scope.GLOBAL;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/**
 * LeNet-300-100 (LeCun 1998): the multilayer perceptron that the pruning literature measures itself on. All three
 * layers are
 * ranked together, the output layer among them, so that the sparsity is that of the whole network.
 */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    loss = CROSS_ENTROPY,
    optimizer = @Optimizer(kind = ADAM, learningRate = 1.2e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 60,
    epochs = 20)
public interface LeNet300 {

  /** The image as a vector. */
  @Flatten
  Tensor pixels(Tensor image);

  /** 784 to 300. */
  @Dense(300)
  @Activate(RELU)
  @Prune(sparsity = 0.95, scope = GLOBAL, schedule = @Schedule(kind = GRADUAL, from = 1, to = 12))
  Tensor hidden1(Tensor pixels);

  /** 300 to 100. */
  @Dense(100)
  @Activate(RELU)
  @Prune(sparsity = 0.95, scope = GLOBAL, schedule = @Schedule(kind = GRADUAL, from = 1, to = 12))
  Tensor hidden2(Tensor hidden1);

  /** 100 to 10 classes. */
  @Dense(10)
  @Prune(sparsity = 0.95, scope = GLOBAL, schedule = @Schedule(kind = GRADUAL, from = 1, to = 12))
  Tensor logits(Tensor hidden2);
}
