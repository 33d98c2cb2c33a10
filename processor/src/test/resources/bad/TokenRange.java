package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface TokenRange {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens(keep = -1)
  Tensor few(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(share = 1)
  Tensor all(Tensor few);

  @SelfAttention(heads = 2) @PruneTokens(threshold = 1.5)
  Tensor much(Tensor all);

  @SelfAttention(heads = 2) @PruneTokens(learned = @LearnedThreshold(lambda = 0.1, until = 2))
  Tensor sound(Tensor much);

  @SelfAttention(heads = 2) @PruneTokens(learned = @LearnedThreshold(lambda = 0, temperature = -1, until = 3))
  Tensor learned(Tensor sound);

  @MeanPool Tensor logits(Tensor learned);
}

/* expected
12: error: [Espalier/TokenRange] few: @PruneTokens(keep = -1); it must be at least 1.
    Fix: use a value that is at least 1.
15: error: [Espalier/TokenRange] all: @PruneTokens(share = 1); it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
18: error: [Espalier/TokenRange] much: @PruneTokens(threshold = 1.5); it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
24: error: [Espalier/TokenRange] learned: @PruneTokens(learned.lambda = 0); it must be above 0 and finite.
    Fix: use a value that is above 0 and finite.
24: error: [Espalier/TokenRange] learned: @PruneTokens(learned.temperature = -1); it must be above 0 and finite.
    Fix: use a value that is above 0 and finite.
24: error: [Espalier/TokenRange] learned: @PruneTokens(learned.until = 3); it must be 2, as of sound.
    Fix: use a value that is 2, as of sound.
*/
