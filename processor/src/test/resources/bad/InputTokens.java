package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = {
    @Input(name = "words", shape = {4}, tokens = 4),
    @Input(name = "nothing"),
    @Input(name = "empty", tokens = 0)})
interface InputTokens {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor empty);

  @MeanPool Tensor mean(Tensor embedded);

  @Concat Tensor logits(Tensor mean, Tensor words, Tensor nothing);
}

/* expected
14: error: [Espalier/InputTokens] input words has both shape and tokens; an input has exactly one of shape and tokens, and tokens at least 1.
    Fix: give shape for numbers, or tokens for a sequence of token ids.
15: error: [Espalier/InputTokens] input nothing has neither shape nor tokens; an input has exactly one of shape and tokens, and tokens at least 1.
    Fix: give shape for numbers, or tokens for a sequence of token ids.
16: error: [Espalier/InputTokens] input empty has tokens = 0; an input has exactly one of shape and tokens, and tokens at least 1.
    Fix: give shape for numbers, or tokens for a sequence of token ids.
*/
