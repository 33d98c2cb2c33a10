package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.Granularity.FILTER;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.Loss.CROSS_ENTROPY;
import static dev.espalier.dsl.OptimizerKind.SGD;
import static dev.espalier.dsl.Unit.GROUPS;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Augment;
import dev.espalier.dsl.BatchNorm;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.GlobalAvgPool;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/**
 * In the manner of MobileNet (Howard 2017), for CIFAR-10: depthwise convolutions of 3 x 3 and pointwise ones after
 * them, 5 million multiply-adds. Half of the pointwise filters go, and with them the depthwise ones that read their
 * maps.
 */
@Network(inputs = @Input(name = "image", shape = {3, 32, 32}))
@Train(
    loss = CROSS_ENTROPY,
    optimizer = @Optimizer(kind = SGD, learningRate = 0.05, momentum = 0.9, nesterov = true, weightDecay = 5e-4),
    learningRate = @LearningRate(kind = COSINE, warmup = 1),
    augment = @Augment(flip = true, crop = 4),
    batch = 64,
    epochs = 20)
public interface MobileCifar {
  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor stem(Tensor image);

  @BatchNorm
  @Activate(RELU)
  Tensor stemNorm(Tensor stem);

  /** Block 1: each map for itself, then all of a pixel. */
  @Conv2d(filters = 16, kernel = 3, padding = 1, groups = 16, bias = false)
  Tensor depth1(Tensor stemNorm);

  @BatchNorm
  @Activate(RELU)
  Tensor depthNorm1(Tensor depth1);

  @Conv2d(filters = 32, kernel = 1, bias = false)
  @Prune(sparsity = 0.5, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor point1(Tensor depthNorm1);

  @BatchNorm
  @Activate(RELU)
  Tensor pointNorm1(Tensor point1);

  /** Block 2: each map for itself, then all of a pixel. */
  @Conv2d(filters = 32, kernel = 3, stride = 2, padding = 1, groups = 32, bias = false)
  Tensor depth2(Tensor pointNorm1);

  @BatchNorm
  @Activate(RELU)
  Tensor depthNorm2(Tensor depth2);

  @Conv2d(filters = 64, kernel = 1, bias = false)
  @Prune(sparsity = 0.5, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor point2(Tensor depthNorm2);

  @BatchNorm
  @Activate(RELU)
  Tensor pointNorm2(Tensor point2);

  /** Block 3: each map for itself, then all of a pixel. */
  @Conv2d(filters = 64, kernel = 3, padding = 1, groups = 64, bias = false)
  Tensor depth3(Tensor pointNorm2);

  @BatchNorm
  @Activate(RELU)
  Tensor depthNorm3(Tensor depth3);

  @Conv2d(filters = 64, kernel = 1, bias = false)
  @Prune(sparsity = 0.5, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor point3(Tensor depthNorm3);

  @BatchNorm
  @Activate(RELU)
  Tensor pointNorm3(Tensor point3);

  /** Block 4: each map for itself, then all of a pixel. */
  @Conv2d(filters = 64, kernel = 3, stride = 2, padding = 1, groups = 64, bias = false)
  Tensor depth4(Tensor pointNorm3);

  @BatchNorm
  @Activate(RELU)
  Tensor depthNorm4(Tensor depth4);

  @Conv2d(filters = 128, kernel = 1, bias = false)
  @Prune(sparsity = 0.5, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor point4(Tensor depthNorm4);

  @BatchNorm
  @Activate(RELU)
  Tensor pointNorm4(Tensor point4);

  /** Block 5: each map for itself, then all of a pixel. */
  @Conv2d(filters = 128, kernel = 3, padding = 1, groups = 128, bias = false)
  Tensor depth5(Tensor pointNorm4);

  @BatchNorm
  @Activate(RELU)
  Tensor depthNorm5(Tensor depth5);

  @Conv2d(filters = 128, kernel = 1, bias = false)
  @Prune(sparsity = 0.5, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor point5(Tensor depthNorm5);

  @BatchNorm
  @Activate(RELU)
  Tensor pointNorm5(Tensor point5);

  @GlobalAvgPool
  Tensor features(Tensor pointNorm5);

  @Dense(10)
  Tensor logits(Tensor features);
}
