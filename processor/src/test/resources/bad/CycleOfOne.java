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
interface CycleOfOne {
  @Add Tensor sum(Tensor image, Tensor sum);

  @Dense(2) Tensor logits(Tensor sum);
}

/* expected
15: error: [Espalier/Cycle] sum takes itself; the graph must be acyclic.
    Fix: take an earlier value at one of these layers.
*/
