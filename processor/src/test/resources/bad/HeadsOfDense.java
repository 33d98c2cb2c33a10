package bad;

import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Granularity.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface HeadsOfDense {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2)
  @Prune(sparsity = 0.5, granularity = HEAD)
  Tensor attended(Tensor embedded);

  @Dense(4)
  @Prune(sparsity = 0.5,
      granularity = HEAD)
  Tensor up(Tensor attended);

  @MeanPool Tensor mean(Tensor up);

  @Dense(2) Tensor logits(Tensor mean);
}

/* expected
19: error: [Espalier/GranularityNotHere] up is a @Dense and cannot be pruned by HEAD.
    Fix: use one of ELEMENT, VECTOR, BLOCK, NEURON, CHANNEL, N_OF_M, COLUMN_COMBINED, LAYER.
*/
