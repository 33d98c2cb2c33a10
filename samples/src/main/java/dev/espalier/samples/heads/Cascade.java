package dev.espalier.samples.heads;

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
import dev.espalier.samples.models.Sentiment;

/**
 * The sentence classifier, of whose 16 heads the 7 go that the loss feels least, and behind each attention of which 73
 * % of a sentence's words stay: less than half of the multiply-adds.
 */
@Network(inputs = @Input(name = "words", tokens = 64))
@Train(
    optimizer = @Optimizer(kind = ADAMW, learningRate = 5e-4, weightDecay = 0.01),
    learningRate = @LearningRate(kind = COSINE, warmup = 0.1),
    batch = 32,
    epochs = 3)
public interface Cascade extends Sentiment {

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.4375, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  @PruneTokens(share = 0.73)
  Tensor attended1(Tensor before1);

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.4375, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  @PruneTokens(share = 0.73)
  Tensor attended2(Tensor before2);

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.4375, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  @PruneTokens(share = 0.73)
  Tensor attended3(Tensor before3);

  @Override
  @SelfAttention(heads = 4)
  @Prune(sparsity = 0.4375, granularity = HEAD, criterion = HEAD_GATE, samples = 1_000, scope = GLOBAL)
  @PruneTokens(share = 0.73)
  Tensor attended4(Tensor before4);
}
