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
interface NoOutput {
  @Add Tensor first(Tensor image, Tensor second);

  @Dense(8) Tensor second(Tensor first);
}

/* expected
15: error: [Espalier/Cycle] first takes second, which takes first; the graph must be acyclic.
    Fix: take an earlier value at one of these layers.
14: error: [Espalier/NoOutput] every value of NoOutput is consumed (first by second, second by first); a network has one value that nobody consumes, its output.
    Fix: remove the layer that consumes the output.
*/
