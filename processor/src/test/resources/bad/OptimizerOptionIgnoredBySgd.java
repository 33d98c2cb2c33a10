package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train(optimizer = @Optimizer(
    beta1 = 0.8,
    beta2 = 0.99,
    epsilon = 1e-6))
interface OptimizerOptionIgnoredBySgd {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: error: [Espalier/OptimizerOptionIgnored] @Optimizer: beta1 = 0.8 means nothing to SGD.
    Fix: remove beta1, or use ADAM or ADAMW.
16: error: [Espalier/OptimizerOptionIgnored] @Optimizer: beta2 = 0.99 means nothing to SGD.
    Fix: remove beta2, or use ADAM or ADAMW.
17: error: [Espalier/OptimizerOptionIgnored] @Optimizer: epsilon = 0.000001 means nothing to SGD.
    Fix: remove epsilon, or use ADAM or ADAMW.
*/
