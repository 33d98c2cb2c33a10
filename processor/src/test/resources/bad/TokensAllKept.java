package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface TokensAllKept {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens(keep = 4)
  Tensor first(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 5, threshold = 0.1)
  Tensor second(Tensor first);

  @MeanPool Tensor logits(Tensor second);
}

/* expected
14: error: [Espalier/TokensAllKept] second: @PruneTokens keeps 5 tokens of a sequence of at most 4, which prunes none.
    Fix: keep fewer than 4, or remove it.
*/
