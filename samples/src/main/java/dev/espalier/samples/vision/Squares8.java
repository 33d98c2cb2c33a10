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
import dev.espalier.dsl.PruneTokens;
import dev.espalier.dsl.SelfAttention;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** The vision transformer, eight of whose squares stay behind the second attention, with the classification token. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAMW, learningRate = 1e-3, weightDecay = 0.01),
    learningRate = @LearningRate(kind = COSINE, warmup = 0.2),
    batch = 64,
    epochs = 10)
@Prune(sparsity = 0.8)
public interface Squares8 extends LeanVision {

  @Override
  @SelfAttention(heads = 4)
  @PruneTokens(keep = 9)
  @Prune(sparsity = 0.25, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  Tensor attended2(Tensor before2);
}
