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
interface CausalClassToken {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @ClsToken Tensor tokens(Tensor embedded);

  @SelfAttention(heads = 2, causal = true)
  Tensor attended(Tensor tokens);

  @ClassFeatures Tensor logits(Tensor attended);
}

/* expected
20: error: [Espalier/CausalClassToken] attended is causal and comes behind tokens, which puts the classification token first; it would attend to nothing but itself.
    Fix: remove causal, or remove tokens and use @MeanPool.
*/
