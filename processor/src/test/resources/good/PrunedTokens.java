package good;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {1, 8, 8}))
@Train(batch = 8, epochs = 1)
@Prune(sparsity = 0.5)
public interface PrunedTokens {
  @Patchify(2) Tensor squares(Tensor image);

  @Dense(8) Tensor embedded(Tensor squares);

  @ClsToken Tensor tokens(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 12) Tensor attended1(Tensor tokens);

  @Add Tensor sum1(Tensor tokens, Tensor attended1);

  @SelfAttention(heads = 2) @PruneTokens(share = 0.5, score = RANDOM) @Activate(TANH) Tensor attended2(Tensor sum1);

  @SelfAttention(heads = 4) @PruneTokens(threshold = 0.1) Tensor attended3(Tensor attended2);

  @SelfAttention(heads = 1) @PruneTokens(keep = 3, threshold = 0.05) Tensor attended4(Tensor attended3);

  @Add Tensor sum2(Tensor sum1, Tensor tokens, Tensor attended4);

  @ClassFeatures Tensor features(Tensor sum2);

  @Dense(2) Tensor logits(Tensor features);
}
