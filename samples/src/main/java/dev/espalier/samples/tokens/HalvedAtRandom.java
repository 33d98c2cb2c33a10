package dev.espalier.samples.tokens;

import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAMW;
import static dev.espalier.dsl.TokenScore.RANDOM;

import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.PruneTokens;
import dev.espalier.dsl.SelfAttention;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;
import dev.espalier.samples.models.Sentiment;

/**
 * The same with words that stay whatever attention they receive: what it costs to look at it shows against this.
 */
@Network(inputs = @Input(name = "words", tokens = 64))
@Train(
    optimizer = @Optimizer(kind = ADAMW, learningRate = 5e-4, weightDecay = 0.01),
    learningRate = @LearningRate(kind = COSINE, warmup = 0.1),
    batch = 32,
    epochs = 3)
public interface HalvedAtRandom extends Sentiment {

  @Override
  @SelfAttention(heads = 4)
  @PruneTokens(share = 0.65, score = RANDOM)
  Tensor attended1(Tensor before1);

  @Override
  @SelfAttention(heads = 4)
  @PruneTokens(share = 0.65, score = RANDOM)
  Tensor attended2(Tensor before2);

  @Override
  @SelfAttention(heads = 4)
  @PruneTokens(share = 0.65, score = RANDOM)
  Tensor attended3(Tensor before3);

  @Override
  @SelfAttention(heads = 4)
  @PruneTokens(share = 0.65, score = RANDOM)
  Tensor attended4(Tensor before4);
}
