package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface TokensNeedScores {
  @Embedding(vocabulary = 9, width = 4) @PruneTokens(keep = 3)
  Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) Tensor attended(Tensor embedded);

  @Dense(3) @PruneTokens(share = 0.5)
  Tensor up(Tensor attended);

  @MeanPool Tensor logits(Tensor up);
}

/* expected
9: error: [Espalier/TokensNeedScores] embedded is a @Embedding and has no attention scores; @PruneTokens ranks tokens by the attention that they receive.
    Fix: move @PruneTokens to a @SelfAttention (attended) or remove it.
14: error: [Espalier/TokensNeedScores] up is a @Dense and has no attention scores; @PruneTokens ranks tokens by the attention that they receive.
    Fix: move @PruneTokens to a @SelfAttention (attended) or remove it.
*/
