package dev.espalier.samples.dynamic;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.Granularity.N_OF_M;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAM;
import static dev.espalier.dsl.ScheduleKind.GRADUAL;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Keep;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.PruneActivations;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/**
 * Weights and activations are N:M together, with an n for each layer: the smallest that holds 0.9 of the energy of a
 * dense network's weights and activations, as {@code AdaptedPattern} tells it.
 */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAM, learningRate = 2e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 50,
    epochs = 4)
@Prune(granularity = N_OF_M, n = 3, m = 4, schedule = @Schedule(kind = GRADUAL, to = 3, every = 50))
public interface Adapted extends Convnet {

  @Override
  @MaxPool(2)
  @PruneActivations(n = 2, m = 4)
  Tensor half(Tensor stem);

  @Override
  @MaxPool(2)
  @PruneActivations(n = 3, m = 4)
  Tensor quarter(Tensor maps);

  @Override
  @Conv2d(filters = 16, kernel = 3, padding = 1)
  @Activate(RELU)
  @PruneActivations(n = 3, m = 4)
  Tensor features(Tensor quarter);

  /** The image has one channel, of which nothing can be spared. */
  @Override
  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Activate(RELU)
  @Keep
  Tensor stem(Tensor image);
}
