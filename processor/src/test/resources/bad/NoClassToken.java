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
interface NoClassToken {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @ClassFeatures
  Tensor logits(Tensor embedded);
}

/* expected
18: error: [Espalier/NoClassToken] logits is a @ClassFeatures, and no @ClsToken put a classification token before the tokens of embedded.
    Fix: add @ClsToken where the sequence begins, or use @MeanPool.
*/
