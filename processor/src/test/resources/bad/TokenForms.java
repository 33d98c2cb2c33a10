package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface TokenForms {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens
  Tensor none(Tensor embedded);

  @SelfAttention(heads = 2) @PruneTokens(keep = 3, share = 0.5)
  Tensor both(Tensor none);

  @SelfAttention(heads = 2) @PruneTokens(share = 0.5, threshold = 0.1, score = RANDOM)
  Tensor random(Tensor both);

  @MeanPool Tensor logits(Tensor random);
}

/* expected
11: error: [Espalier/TokenForms] none: @PruneTokens gives none of them; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: add one, for instance share = 0.5.
14: error: [Espalier/TokenForms] both: @PruneTokens gives keep = 3 and share = 0.5; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: keep one of keep and share.
17: error: [Espalier/TokenForms] random: @PruneTokens gives threshold = 0.1, with which attention is compared, and score = RANDOM; it takes keep, share or threshold, or threshold beside one of the others or beside learned.
    Fix: remove one of them.
*/
