package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = {})
interface NoInputs {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
14: error: [Espalier/NoInputs] NoInputs declares no inputs; a network needs at least one.
    Fix: add inputs = @Input(name = "image", shape = {1, 28, 28}) to @Network.
15: error: [Espalier/UnknownValue] logits takes 'image', and no input or layer has that name.
    Fix: use one that exists (there are none).
*/
