package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface TokenForms {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens
  Tensor none(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 3, share = 0.5)
  Tensor both(Tensor none);

  @SelfAttention(heads = 2) @PruneTokens(share = 0.5, threshold = 0.1, score = RANDOM)
  Tensor random(Tensor both);

  @SelfAttention(heads = 2) @PruneTokens(keep = 3, learned = @LearnedThreshold(lambda = 0.1))
  Tensor learned(Tensor random);

  @SelfAttention(heads = 2) @PruneTokens(learned = @LearnedThreshold(lambda = 0.1), score = RANDOM)
  Tensor drawn(Tensor learned);

  @MeanPool Tensor logits(Tensor drawn);
}

/* expected
12: error: [Espalier/TokenForms] none: @PruneTokens gives none of them; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: add one, for instance share = 0.5.
15: error: [Espalier/TokenForms] both: @PruneTokens gives keep = 3 and share = 0.5; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: keep one of keep and share.
18: error: [Espalier/TokenForms] random: @PruneTokens gives threshold = 0.1, with which attention is compared, and score = RANDOM; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: remove one of them.
21: error: [Espalier/TokenForms] learned: @PruneTokens gives keep = 3 and learned; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: remove one of them.
24: error: [Espalier/TokenForms] drawn: @PruneTokens gives learned and score = RANDOM, which has no gradient; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: remove one of them.
*/
