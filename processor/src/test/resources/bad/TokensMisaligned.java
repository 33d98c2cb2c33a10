package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface TokensMisaligned {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens(keep = 3)
  Tensor one(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 4)
  Tensor middle(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 3)
  Tensor other(Tensor middle);

  @Add Tensor sum(Tensor one, Tensor other);

  @MeanPool Tensor logits(Tensor sum);
}

/* expected
20: error: [Espalier/TokensMisaligned] sum joins one, whose tokens were pruned by one, with other, whose tokens were pruned by middle, then other; which token of one is which of the other cannot be told.
    Fix: join them before their tokens are pruned, or prune the tokens of one and the same sequence one after the other.
*/
