package dev.espalier.samples.dynamic;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAM;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.PruneActivations;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** What is small among the values that a layer with weights reads goes, however much that is. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAM, learningRate = 2e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 50,
    epochs = 4)
public interface Threshold extends Convnet {

  @Override
  @MaxPool(2)
  @PruneActivations(threshold = 0.25)
  Tensor half(Tensor stem);

  @Override
  @MaxPool(2)
  @PruneActivations(threshold = 0.25)
  Tensor quarter(Tensor maps);

  @Override
  @Conv2d(filters = 16, kernel = 3, padding = 1)
  @Activate(RELU)
  @PruneActivations(threshold = 0.25)
  Tensor features(Tensor quarter);
}
