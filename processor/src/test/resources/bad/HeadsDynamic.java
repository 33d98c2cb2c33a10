package bad;

import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Granularity.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface HeadsDynamic {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2)
  @Prune(sparsity = 0.5, granularity = HEAD,
      schedule = @Schedule(kind = ScheduleKind.DYNAMIC, to = 3))
  Tensor attended(Tensor embedded);

  @MeanPool Tensor mean(Tensor attended);

  @Dense(2) Tensor logits(Tensor mean);
}

/* expected
15: error: [Espalier/TiedLayerByLayer] attended.query has schedule DYNAMIC, which decides layer by layer, and makes channels that can only leave together with others: each head of attended is a part of attended.query, attended.key, attended.value and attended.
    Fix: use another there, or granularity = ELEMENT.
*/
