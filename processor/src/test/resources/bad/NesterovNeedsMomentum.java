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
@Train(optimizer = @Optimizer(nesterov = true))
interface NesterovNeedsMomentum {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
14: error: [Espalier/NesterovNeedsMomentum] @Optimizer: nesterov = true looks ahead along the momentum, and momentum is 0.
    Fix: set momentum, for instance 0.9, or remove nesterov.
*/
