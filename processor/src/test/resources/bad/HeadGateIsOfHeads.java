package bad;

import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Granularity.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface HeadGateIsOfHeads {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2)
  @Prune(sparsity = 0.5, criterion = HEAD_GATE,
      granularity = NEURON)
  Tensor attended(Tensor embedded);

  @MeanPool Tensor mean(Tensor attended);

  @Dense(2) Tensor logits(Tensor mean);
}

/* expected
15: error: [Espalier/HeadGateIsOfHeads] attended has criterion HEAD_GATE, one number for each head of attention, and granularity = NEURON.
    Fix: use granularity = HEAD on a @SelfAttention, or criterion = TAYLOR.
*/
