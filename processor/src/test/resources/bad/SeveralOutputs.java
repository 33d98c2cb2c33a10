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
interface SeveralOutputs {
  @Dense(4) Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);

  @Dense(2) Tensor extra(Tensor hidden);
}

/* expected
17: error: [Espalier/SeveralOutputs] logits, extra are consumed by nobody; a network has one output.
    Fix: consume all but one of them, with @Add or @Concat, or remove them.
*/
