package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface TokenRange {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens(keep = -1)
  Tensor few(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(share = 1)
  Tensor all(Tensor few);

  @SelfAttention(heads = 2) @PruneTokens(threshold = 1.5)
  Tensor much(Tensor all);

  @MeanPool Tensor logits(Tensor much);
}

/* expected
11: error: [Espalier/TokenRange] few: @PruneTokens(keep = -1); it must be at least 1.
    Fix: use a value that is at least 1.
14: error: [Espalier/TokenRange] all: @PruneTokens(share = 1); it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
17: error: [Espalier/TokenRange] much: @PruneTokens(threshold = 1.5); it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
*/
