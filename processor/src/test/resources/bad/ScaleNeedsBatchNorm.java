package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train
interface ScaleNeedsBatchNorm {
  @Dense(4) @Activate(RELU)
  @Prune(sparsity = 0.5, granularity = NEURON,
      criterion = BN_SCALE)
  Tensor hidden(Tensor image);

  @BatchNorm Tensor norm(Tensor hidden);

  @Dense(2) Tensor logits(Tensor norm);
}

/* expected
19: error: [Espalier/ScaleNeedsBatchNorm] hidden has criterion BN_SCALE, the scale of the @BatchNorm that alone consumes it, before any activation; it carries @Activate, and it is consumed by norm (@BatchNorm).
    Fix: put a @BatchNorm right behind hidden and have others consume that, or use criterion = MAGNITUDE.
*/
