package good;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Positions.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 12))
@Train(batch = 8, epochs = 1)
@Prune(sparsity = 0.5)
public interface Sentences {
  @Embedding(vocabulary = 50, width = 8) Tensor embedded(Tensor words);

  @PositionalEmbedding(SINUSOIDAL) Tensor placed(Tensor embedded);

  @LayerNorm Tensor before(Tensor placed);

  @SelfAttention(heads = 2) Tensor attended(Tensor before);

  @Add Tensor sum(Tensor placed, Tensor attended);

  @LayerNorm(epsilon = 1e-3) Tensor after(Tensor sum);

  @Dense(32) @Activate(GELU) @Prune(sparsity = 0.25, granularity = Granularity.NEURON) Tensor up(Tensor after);

  @Dense(8) Tensor down(Tensor up);

  @Add Tensor block(Tensor sum, Tensor down);

  @MeanPool Tensor mean(Tensor block);

  @Dense(2) Tensor logits(Tensor mean);
}
