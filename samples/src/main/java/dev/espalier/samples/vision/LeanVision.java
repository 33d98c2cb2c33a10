package dev.espalier.samples.vision;

import static dev.espalier.dsl.Criterion.HEAD_GATE;
import static dev.espalier.dsl.Granularity.HEAD;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAMW;
import static dev.espalier.dsl.Scope.GLOBAL;

import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.SelfAttention;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;
import dev.espalier.samples.models.VisionTransformer;

/**
 * The vision transformer without the 4 of its 16 heads that the loss feels least, and with a fifth of the weights of its
 * other layers.
 */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAMW, learningRate = 1e-3, weightDecay = 0.01),
    learningRate = @LearningRate(kind = COSINE, warmup = 0.2),
    batch = 64,
    epochs = 10)
@Prune(sparsity = 0.8)
public interface LeanVision extends VisionTransformer {

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.25, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  Tensor attended1(Tensor before1);

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.25, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  Tensor attended2(Tensor before2);

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.25, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  Tensor attended3(Tensor before3);

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.25, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  Tensor attended4(Tensor before4);
}
