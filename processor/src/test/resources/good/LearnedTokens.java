package good;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 12))
@Train(batch = 8, epochs = 4)
public interface LearnedTokens {
  @Embedding(vocabulary = 50, width = 8) Tensor embedded(Tensor words);

  @PositionalEmbedding Tensor placed(Tensor embedded);

  @SelfAttention(heads = 2)
  @PruneTokens(threshold = 0.02, learned = @LearnedThreshold(lambda = 0.1, temperature = 0.02, until = 2.5))
  Tensor attended1(Tensor placed);

  @Add Tensor sum1(Tensor placed, Tensor attended1);

  @SelfAttention(heads = 2) @Prune(sparsity = 0.5, granularity = Granularity.HEAD)
  @PruneTokens(learned = @LearnedThreshold(lambda = 0.1, until = 2.5))
  Tensor attended2(Tensor sum1);

  @MeanPool Tensor mean(Tensor attended2);

  @Dense(2) Tensor logits(Tensor mean);
}
