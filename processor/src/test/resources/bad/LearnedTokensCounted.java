package bad;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface LearnedTokensCounted {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens(learned = @LearnedThreshold(lambda = 0.1))
  Tensor attended(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 3)
  Tensor few(Tensor attended);

  @PositionalEmbedding
  Tensor placed(Tensor attended);

  @Add
  Tensor sum(Tensor attended, Tensor placed);

  @MeanPool Tensor mean(Tensor sum);
  @MeanPool Tensor other(Tensor few);
  @Add Tensor logits(Tensor mean, Tensor other);
}

/* expected
13: error: [Espalier/LearnedTokensCounted] few stands behind attended, whose threshold is learned: while it is, tokens keep their places and weigh less, which @PruneTokens without learned does not know.
    Fix: move few before attended, or use @PruneTokens with learned alone.
17: error: [Espalier/LearnedTokensCounted] placed stands behind attended, whose threshold is learned: while it is, tokens keep their places and weigh less, which @PositionalEmbedding does not know.
    Fix: move placed before attended, or use @PruneTokens with learned alone.
*/
