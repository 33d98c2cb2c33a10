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
interface Cycle {
  @Dense(4) Tensor first(Tensor image);

  @Add Tensor second(Tensor first, Tensor fourth);

  @Dense(4) Tensor third(Tensor second);

  @Dense(4) Tensor fourth(Tensor third);

  @Dense(2) Tensor logits(Tensor fourth);
}

/* expected
17: error: [Espalier/Cycle] second takes fourth, which takes third, which takes second; the graph must be acyclic.
    Fix: take an earlier value at one of these layers.
*/
