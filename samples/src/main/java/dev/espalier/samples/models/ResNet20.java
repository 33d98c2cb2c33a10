package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.Granularity.FILTER;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.Loss.CROSS_ENTROPY;
import static dev.espalier.dsl.OptimizerKind.SGD;
import static dev.espalier.dsl.Unit.GROUPS;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Add;
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
 * ResNet-20 for CIFAR-10 (He 2016, section 4.2), 41 million multiply-adds, with projections where a stage begins. The
 * first convolution of each block loses filters, which no sum ties to others.
 */
@Network(inputs = @Input(name = "image", shape = {3, 32, 32}))
@Train(
    loss = CROSS_ENTROPY,
    optimizer = @Optimizer(kind = SGD, learningRate = 0.1, momentum = 0.9, nesterov = true, weightDecay = 5e-4),
    learningRate = @LearningRate(kind = COSINE, warmup = 1),
    augment = @Augment(flip = true, crop = 4),
    batch = 64,
    epochs = 20)
public interface ResNet20 {
  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor stem(Tensor image);

  @BatchNorm
  @Activate(RELU)
  Tensor stemNorm(Tensor stem);

  /** Stage 1, block 1. */
  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s1b1conv1(Tensor stemNorm);

  @BatchNorm
  @Activate(RELU)
  Tensor s1b1norm1(Tensor s1b1conv1);

  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor s1b1conv2(Tensor s1b1norm1);

  @BatchNorm
  Tensor s1b1norm2(Tensor s1b1conv2);

  @Add
  @Activate(RELU)
  Tensor s1b1(Tensor s1b1norm2, Tensor stemNorm);

  /** Stage 1, block 2. */
  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s1b2conv1(Tensor s1b1);

  @BatchNorm
  @Activate(RELU)
  Tensor s1b2norm1(Tensor s1b2conv1);

  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor s1b2conv2(Tensor s1b2norm1);

  @BatchNorm
  Tensor s1b2norm2(Tensor s1b2conv2);

  @Add
  @Activate(RELU)
  Tensor s1b2(Tensor s1b2norm2, Tensor s1b1);

  /** Stage 1, block 3. */
  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s1b3conv1(Tensor s1b2);

  @BatchNorm
  @Activate(RELU)
  Tensor s1b3norm1(Tensor s1b3conv1);

  @Conv2d(filters = 16, kernel = 3, padding = 1, bias = false)
  Tensor s1b3conv2(Tensor s1b3norm1);

  @BatchNorm
  Tensor s1b3norm2(Tensor s1b3conv2);

  @Add
  @Activate(RELU)
  Tensor s1b3(Tensor s1b3norm2, Tensor s1b2);

  /** Stage 2, block 1. */
  @Conv2d(filters = 32, kernel = 3, stride = 2, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s2b1conv1(Tensor s1b3);

  @BatchNorm
  @Activate(RELU)
  Tensor s2b1norm1(Tensor s2b1conv1);

  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  Tensor s2b1conv2(Tensor s2b1norm1);

  @BatchNorm
  Tensor s2b1norm2(Tensor s2b1conv2);

  @Conv2d(filters = 32, kernel = 1, stride = 2, bias = false)
  Tensor s2b1short(Tensor s1b3);

  @BatchNorm
  Tensor s2b1shortNorm(Tensor s2b1short);

  @Add
  @Activate(RELU)
  Tensor s2b1(Tensor s2b1norm2, Tensor s2b1shortNorm);

  /** Stage 2, block 2. */
  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s2b2conv1(Tensor s2b1);

  @BatchNorm
  @Activate(RELU)
  Tensor s2b2norm1(Tensor s2b2conv1);

  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  Tensor s2b2conv2(Tensor s2b2norm1);

  @BatchNorm
  Tensor s2b2norm2(Tensor s2b2conv2);

  @Add
  @Activate(RELU)
  Tensor s2b2(Tensor s2b2norm2, Tensor s2b1);

  /** Stage 2, block 3. */
  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s2b3conv1(Tensor s2b2);

  @BatchNorm
  @Activate(RELU)
  Tensor s2b3norm1(Tensor s2b3conv1);

  @Conv2d(filters = 32, kernel = 3, padding = 1, bias = false)
  Tensor s2b3conv2(Tensor s2b3norm1);

  @BatchNorm
  Tensor s2b3norm2(Tensor s2b3conv2);

  @Add
  @Activate(RELU)
  Tensor s2b3(Tensor s2b3norm2, Tensor s2b2);

  /** Stage 3, block 1. */
  @Conv2d(filters = 64, kernel = 3, stride = 2, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s3b1conv1(Tensor s2b3);

  @BatchNorm
  @Activate(RELU)
  Tensor s3b1norm1(Tensor s3b1conv1);

  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  Tensor s3b1conv2(Tensor s3b1norm1);

  @BatchNorm
  Tensor s3b1norm2(Tensor s3b1conv2);

  @Conv2d(filters = 64, kernel = 1, stride = 2, bias = false)
  Tensor s3b1short(Tensor s2b3);

  @BatchNorm
  Tensor s3b1shortNorm(Tensor s3b1short);

  @Add
  @Activate(RELU)
  Tensor s3b1(Tensor s3b1norm2, Tensor s3b1shortNorm);

  /** Stage 3, block 2. */
  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s3b2conv1(Tensor s3b1);

  @BatchNorm
  @Activate(RELU)
  Tensor s3b2norm1(Tensor s3b2conv1);

  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  Tensor s3b2conv2(Tensor s3b2norm1);

  @BatchNorm
  Tensor s3b2norm2(Tensor s3b2conv2);

  @Add
  @Activate(RELU)
  Tensor s3b2(Tensor s3b2norm2, Tensor s3b1);

  /** Stage 3, block 3. */
  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  @Prune(sparsity = 0.6, unit = GROUPS, granularity = FILTER, schedule = @Schedule(fineTune = 10))
  Tensor s3b3conv1(Tensor s3b2);

  @BatchNorm
  @Activate(RELU)
  Tensor s3b3norm1(Tensor s3b3conv1);

  @Conv2d(filters = 64, kernel = 3, padding = 1, bias = false)
  Tensor s3b3conv2(Tensor s3b3norm1);

  @BatchNorm
  Tensor s3b3norm2(Tensor s3b3conv2);

  @Add
  @Activate(RELU)
  Tensor s3b3(Tensor s3b3norm2, Tensor s3b2);

  @GlobalAvgPool
  Tensor features(Tensor s3b3);

  @Dense(10)
  Tensor logits(Tensor features);
}
