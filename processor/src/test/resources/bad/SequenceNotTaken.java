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
interface SequenceNotTaken {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @LayerNorm Tensor normal(Tensor embedded);

  @Concat
  Tensor logits(Tensor embedded, Tensor normal);
}

/* expected
20: error: [Espalier/SequenceNotTaken] logits is a @Concat, which takes vectors or images; embedded is a sequence of shape {6 x 4}.
    Fix: put @MeanPool or @ClassFeatures between embedded and logits.
*/
