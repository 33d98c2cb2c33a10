package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.GELU;
import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAMW;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Add;
import dev.espalier.dsl.ClassFeatures;
import dev.espalier.dsl.ClsToken;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.LayerNorm;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Patchify;
import dev.espalier.dsl.PositionalEmbedding;
import dev.espalier.dsl.SelfAttention;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/**
 * A vision transformer (Dosovitskiy 2021) for images of 28 x 28: sixteen squares of 7 x 7 pixels and a classification
 * token through four blocks.
 */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAMW, learningRate = 1e-3, weightDecay = 0.01),
    learningRate = @LearningRate(kind = COSINE, warmup = 0.2),
    batch = 64,
    epochs = 10)
public interface VisionTransformer {

  /** Sixteen tokens of 49 pixels. */
  @Patchify(7)
  Tensor squares(Tensor image);

  /** 49 to 64. */
  @Dense(64)
  Tensor embedded(Tensor squares);

  /** The classification token before them. */
  @ClsToken
  Tensor tokens(Tensor embedded);

  /** With each token's place. */
  @PositionalEmbedding
  Tensor placed(Tensor tokens);

  /** Block 1. */
  @LayerNorm
  Tensor before1(Tensor placed);

  /** What each token takes from the others. */
  @SelfAttention(heads = 4)
  Tensor attended1(Tensor before1);

  /** The first residual connection. */
  @Add
  Tensor sum1(Tensor placed, Tensor attended1);

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

  /** What became of the classification token. */
  @ClassFeatures
  Tensor features(Tensor last);

  /** 64 to 10 classes. */
  @Dense(10)
  Tensor logits(Tensor features);
}
