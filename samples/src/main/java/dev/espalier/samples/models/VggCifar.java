package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.Criterion.BN_SCALE;
import static dev.espalier.dsl.Granularity.FILTER;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.Loss.CROSS_ENTROPY;
import static dev.espalier.dsl.OptimizerKind.SGD;
import static dev.espalier.dsl.ScheduleKind.REGULARISED;
import static dev.espalier.dsl.Scope.GLOBAL;
import static dev.espalier.dsl.Unit.GROUPS;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Augment;
import dev.espalier.dsl.BatchNorm;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.GlobalAvgPool;
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
 * In the manner of VGG (Simonyan 2015), for CIFAR-10: eight convolutions of 3 x 3, each before a batch normalisation, 16
 * to 192 maps, 17 million multiply-adds. Pruned by network slimming (Liu 2017): an L1 penalty on the scales, then the
 * half of all maps with the smallest ones goes, and the rest is fine-tuned.
 */
@Network(inputs = @Input(name = "image", shape = {3, 32, 32}))
@Train(
    loss = CROSS_ENTROPY,
    optimizer = @Optimizer(kind = SGD, learningRate = 0.05, momentum = 0.9, nesterov = true, weightDecay = 5e-4),
    learningRate = @LearningRate(kind = COSINE, warmup = 1),
    augment = @Augment(flip = true, crop = 4),
    batch = 64,
    epochs = 20)
@Prune(
    sparsity = 0.5,
    unit = GROUPS,
    granularity = FILTER,
    criterion = BN_SCALE,
    scope = GLOBAL,
    schedule = @Schedule(kind = REGULARISED, lambda = 1e-4, fineTune = 10))
public interface VggCifar {
  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor conv1a(Tensor image);

  @BatchNorm
  @Activate(RELU)
  Tensor norm1a(Tensor conv1a);

  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor conv1b(Tensor norm1a);

  @BatchNorm
  @Activate(RELU)
  Tensor norm1b(Tensor conv1b);

  @MaxPool(2)
  Tensor pool1(Tensor norm1b);

  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  Tensor conv2a(Tensor pool1);

  @BatchNorm
  @Activate(RELU)
  Tensor norm2a(Tensor conv2a);

  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  Tensor conv2b(Tensor norm2a);

  @BatchNorm
  @Activate(RELU)
  Tensor norm2b(Tensor conv2b);

  @MaxPool(2)
  Tensor pool2(Tensor norm2b);

  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  Tensor conv3a(Tensor pool2);

  @BatchNorm
  @Activate(RELU)
  Tensor norm3a(Tensor conv3a);

  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  Tensor conv3b(Tensor norm3a);

  @BatchNorm
  @Activate(RELU)
  Tensor norm3b(Tensor conv3b);

  @MaxPool(2)
  Tensor pool3(Tensor norm3b);

  @Conv2d(filters = 192, kernel = 3, padding = 1, bias = false)
  Tensor conv4a(Tensor pool3);

  @BatchNorm
  @Activate(RELU)
  Tensor norm4a(Tensor conv4a);

  @Conv2d(filters = 192, kernel = 3, padding = 1, bias = false)
  Tensor conv4b(Tensor norm4a);

  @BatchNorm
  @Activate(RELU)
  Tensor norm4b(Tensor conv4b);

  @GlobalAvgPool
  Tensor features(Tensor norm4b);

  @Dense(10)
  Tensor logits(Tensor features);
}
