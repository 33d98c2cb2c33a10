package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
interface HeadsDoNotDivide {
  @Embedding(vocabulary = 9, width = 12) Tensor embedded(Tensor words);

  @SelfAttention(heads = 5)
  Tensor attended(Tensor embedded);

  @MeanPool Tensor logits(Tensor attended);
}

/* expected
18: error: [Espalier/HeadsDoNotDivide] attended asks for 5 heads over embedded, whose tokens have 12 features; heads share the features evenly.
    Fix: use heads in {1, 2, 3, 4, 6, 12}.
*/
