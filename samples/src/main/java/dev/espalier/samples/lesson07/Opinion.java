package dev.espalier.samples.lesson07;

import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAM;

import dev.espalier.dsl.Add;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Embedding;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LayerNorm;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.MeanPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.PositionalEmbedding;
import dev.espalier.dsl.PruneTokens;
import dev.espalier.dsl.SelfAttention;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** Four attentions over a sentence; behind each of them fewer words are left, and later layers compute those alone. */
@Network(inputs = @Input(name = "words", tokens = 16))
@Train(
    optimizer = @Optimizer(kind = ADAM, learningRate = 3e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 32,
    epochs = 8)
public interface Opinion {

  /** A vector for each word. */
  @Embedding(vocabulary = 80, width = 16)
  Tensor embedded(Tensor words);

  /** With the word's place. */
  @PositionalEmbedding
  Tensor sum0(Tensor embedded);

  /** Normalised. */
  @LayerNorm
  Tensor before1(Tensor sum0);

  /** Eleven words stay. */
  @SelfAttention(heads = 2)
  @PruneTokens(keep = 11)
  Tensor attended1(Tensor before1);

  /** The residual connection: of the words that were there those that stay. */
  @Add
  Tensor sum1(Tensor sum0, Tensor attended1);

  /** Normalised. */
  @LayerNorm
  Tensor before2(Tensor sum1);

  /** Seven words stay. */
  @SelfAttention(heads = 2)
  @PruneTokens(keep = 7)
  Tensor attended2(Tensor before2);

  /** The residual connection: of the words that were there those that stay. */
  @Add
  Tensor sum2(Tensor sum1, Tensor attended2);

  /** Normalised. */
  @LayerNorm
  Tensor before3(Tensor sum2);

  /** Four words stay. */
  @SelfAttention(heads = 2)
  @PruneTokens(keep = 4)
  Tensor attended3(Tensor before3);

  /** The residual connection: of the words that were there those that stay. */
  @Add
  Tensor sum3(Tensor sum2, Tensor attended3);

  /** Normalised. */
  @LayerNorm
  Tensor before4(Tensor sum3);

  /** Two words stay. */
  @SelfAttention(heads = 2)
  @PruneTokens(keep = 2)
  Tensor attended4(Tensor before4);

  /** The residual connection: of the words that were there those that stay. */
  @Add
  Tensor sum4(Tensor sum3, Tensor attended4);

  /** The mean of the two words that are left. */
  @MeanPool
  Tensor sentence(Tensor sum4);

  /** Negative and positive. */
  @Dense(2)
  Tensor logits(Tensor sentence);
}
