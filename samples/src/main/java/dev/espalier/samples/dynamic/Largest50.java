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

/** Of what a layer with weights reads, half of each sample's values stay, the largest ones. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAM, learningRate = 2e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 50,
    epochs = 4)
public interface Largest50 extends Convnet {

  @Override
  @MaxPool(2)
  @PruneActivations(share = 0.5)
  Tensor half(Tensor stem);

  @Override
  @MaxPool(2)
  @PruneActivations(share = 0.5)
  Tensor quarter(Tensor maps);

  @Override
  @Conv2d(filters = 16, kernel = 3, padding = 1)
  @Activate(RELU)
  @PruneActivations(share = 0.5)
  Tensor features(Tensor quarter);
}
