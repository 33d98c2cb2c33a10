package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.GELU;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAMW;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Add;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Dropout;
import dev.espalier.dsl.Embedding;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LayerNorm;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.MeanPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.PositionalEmbedding;
import dev.espalier.dsl.SelfAttention;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/**
 * A sentence classifier of four transformer blocks with normalisations before attention and feed-forward layers, for
 * sentences of up to 64 words out of 15,000: the longest of SST-2 has 52, and the lines of one sample are whole
 * vectors.
 */
@Network(inputs = @Input(name = "words", tokens = 64))
@Train(
    optimizer = @Optimizer(kind = ADAMW, learningRate = 5e-4, weightDecay = 0.01),
    learningRate = @LearningRate(kind = COSINE, warmup = 0.1),
    batch = 32,
    epochs = 3)
public interface Sentiment {

  /** A vector for each word. */
  @Embedding(vocabulary = 15_000, width = 64)
  Tensor embedded(Tensor words);

  /** With the word's place. */
  @PositionalEmbedding
  Tensor placed(Tensor embedded);

  /** Less of each word in training, for the phrases are few. */
  @Dropout(0.3)
  Tensor dropped(Tensor placed);

  /** Block 1. */
  @LayerNorm
  Tensor before1(Tensor dropped);

  /** What each token takes from the others. */
  @SelfAttention(heads = 4)
  Tensor attended1(Tensor before1);

  /** The first residual connection. */
  @Add
  Tensor sum1(Tensor dropped, Tensor attended1);

  /** Normalised again. */
  @LayerNorm
  Tensor after1(Tensor sum1);

  /** 64 to 128, token by token. */
  @Dense(128)
  @Activate(GELU)
  Tensor up1(Tensor after1);

  /** 128 to 64. */
  @Dense(64)
  Tensor down1(Tensor up1);

  /** The second residual connection. */
  @Add
  Tensor block1(Tensor sum1, Tensor down1);

  /** Block 2. */
  @LayerNorm
  Tensor before2(Tensor block1);

  /** What each token takes from the others. */
  @SelfAttention(heads = 4)
  Tensor attended2(Tensor before2);

  /** The first residual connection. */
  @Add
  Tensor sum2(Tensor block1, Tensor attended2);

  /** Normalised again. */
  @LayerNorm
  Tensor after2(Tensor sum2);

  /** 64 to 128, token by token. */
  @Dense(128)
  @Activate(GELU)
  Tensor up2(Tensor after2);

  /** 128 to 64. */
  @Dense(64)
  Tensor down2(Tensor up2);

  /** The second residual connection. */
  @Add
  Tensor block2(Tensor sum2, Tensor down2);

  /** Block 3. */
  @LayerNorm
  Tensor before3(Tensor block2);

  /** What each token takes from the others. */
  @SelfAttention(heads = 4)
  Tensor attended3(Tensor before3);

  /** The first residual connection. */
  @Add
  Tensor sum3(Tensor block2, Tensor attended3);

  /** Normalised again. */
  @LayerNorm
  Tensor after3(Tensor sum3);

  /** 64 to 128, token by token. */
  @Dense(128)
  @Activate(GELU)
  Tensor up3(Tensor after3);

  /** 128 to 64. */
  @Dense(64)
  Tensor down3(Tensor up3);

  /** The second residual connection. */
  @Add
  Tensor block3(Tensor sum3, Tensor down3);

  /** Block 4. */
  @LayerNorm
  Tensor before4(Tensor block3);

  /** What each token takes from the others. */
  @SelfAttention(heads = 4)
  Tensor attended4(Tensor before4);

  /** The first residual connection. */
  @Add
  Tensor sum4(Tensor block3, Tensor attended4);

  /** Normalised again. */
  @LayerNorm
  Tensor after4(Tensor sum4);

  /** 64 to 128, token by token. */
  @Dense(128)
  @Activate(GELU)
  Tensor up4(Tensor after4);

  /** 128 to 64. */
  @Dense(64)
  Tensor down4(Tensor up4);

  /** The second residual connection. */
  @Add
  Tensor block4(Tensor sum4, Tensor down4);

  /** Normalised once more. */
  @LayerNorm
  Tensor last(Tensor block4);

  /** The mean of the words. */
  @MeanPool
  Tensor sentence(Tensor last);

  /** And less of the sentence. */
  @Dropout(0.3)
  Tensor rest(Tensor sentence);

  /** Negative and positive. */
  @Dense(2)
  Tensor logits(Tensor rest);
}
