package bad;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface LearnedWithoutTrain {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2) @PruneTokens(learned = @LearnedThreshold(lambda = 0.1))
  Tensor attended(Tensor embedded);

  @MeanPool Tensor logits(Tensor attended);
}

/* expected
9: error: [Espalier/LearnedWithoutTrain] attended: @PruneTokens(learned) trains its threshold, and the network has no @Train.
    Fix: add @Train to the interface, or use threshold without learned.
*/
