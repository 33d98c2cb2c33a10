package bad;

import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Granularity.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface HeadsThatAllGo {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2)
  @Prune(
      sparsity = 0.8, granularity = HEAD)
  Tensor attended(Tensor embedded);

  @MeanPool Tensor mean(Tensor attended);

  @Dense(2) Tensor logits(Tensor mean);
}

/* expected
15: error: [Espalier/EmptiesLayer] attended asks for 2 of 2 heads to be removed; every layer keeps at least one.
    Fix: use a sparsity of at most 0.5.
*/
