package bad;

import static dev.espalier.dsl.TokenScore.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface CausalTokensPruned {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2, causal = true) @PruneTokens(keep = 4)
  Tensor attended(Tensor embedded);

  @MeanPool Tensor logits(Tensor attended);
}

/* expected
11: error: [Espalier/CausalTokensPruned] attended is causal, so that its last token, which alone has seen all others, receives attention from itself alone; @PruneTokens would take it out first.
    Fix: remove causal, or remove @PruneTokens.
*/
