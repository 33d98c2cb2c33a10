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
    @Input(name = "image", shape = {8}),
    @Input(name = "mask", shape = {8})
})
interface UnusedInput {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: error: [Espalier/UnusedInput] input mask is consumed by no layer.
    Fix: consume it or remove it from @Network.
*/
