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
interface NoLayers {
  int UNITS = 10;
}

/* expected
14: error: [Espalier/NoLayers] NoLayers has no layer methods; a network needs at least one.
    Fix: add a method such as @Dense(10) Tensor logits(Tensor image).
*/
