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
    kind = OptimizerKind.ADAMW,
    momentum = 0.9,
    nesterov = true))
interface OptimizerOptionIgnored {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
16: error: [Espalier/OptimizerOptionIgnored] @Optimizer: momentum = 0.9 means nothing to ADAMW.
    Fix: remove momentum, or use SGD.
17: error: [Espalier/OptimizerOptionIgnored] @Optimizer: nesterov = true means nothing to ADAMW.
    Fix: remove nesterov, or use SGD.
*/
