package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.Loss.CROSS_ENTROPY;
import static dev.espalier.dsl.OptimizerKind.ADAM;
import static dev.espalier.dsl.ScheduleKind.GRADUAL;
import static dev.espalier.dsl.Scope.GLOBAL;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/**
 * LeNet-5 as Caffe has it (20-50-500): 430,500 weights, the convolutional network of SNIP (Lee 2019) and many others.
 * All layers are ranked together.
 */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    loss = CROSS_ENTROPY,
    optimizer = @Optimizer(kind = ADAM, learningRate = 1e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 64,
    epochs = 12)
@Prune(sparsity = 0.98, scope = GLOBAL, schedule = @Schedule(kind = GRADUAL, from = 1, to = 8))
public interface LeNet5Caffe {
  /** 5 x 5, 20 maps of 24 x 24. */
  @Conv2d(filters = 20, kernel = 5)
  @Activate(RELU)
  Tensor conv1(Tensor image);

  @MaxPool(2)
  Tensor pool1(Tensor conv1);

  /** 5 x 5, 50 maps of 8 x 8. */
  @Conv2d(filters = 50, kernel = 5)
  @Activate(RELU)
  Tensor conv2(Tensor pool1);

  @MaxPool(2)
  Tensor pool2(Tensor conv2);

  @Flatten
  Tensor features(Tensor pool2);

  /** 800 to 500. */
  @Dense(500)
  @Activate(RELU)
  Tensor hidden(Tensor features);

  /** 500 to 10 classes; ranked with the others, so that the sparsity is that of the whole network. */
  @Dense(10)
  @Prune(sparsity = 0.98, scope = GLOBAL, schedule = @Schedule(kind = GRADUAL, from = 1, to = 8))
  Tensor logits(Tensor hidden);
}
