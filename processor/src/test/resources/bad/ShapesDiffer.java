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
interface ShapesDiffer {
  @Dense(4) Tensor hidden(Tensor image);

  @Add Tensor sum(Tensor hidden, Tensor image);
}

/* expected
17: error: [Espalier/ShapesDiffer] sum is a @Add, whose inputs have one shape; hidden has shape {4} and image has {8}.
    Fix: make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side.
*/
