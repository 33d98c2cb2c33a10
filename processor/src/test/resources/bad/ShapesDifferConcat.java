package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = {@Input(name = "left", shape = {1, 8, 8}), @Input(name = "right", shape = {1, 6, 8})})
interface ShapesDifferConcat {
  @Concat Tensor both(Tensor left, Tensor right);

  @Flatten Tensor flat(Tensor both);
}

/* expected
15: error: [Espalier/ShapesDiffer] both is a @Concat, whose inputs agree in all extents but the first; left has shape {1 x 8 x 8} and right has {1 x 6 x 8}.
    Fix: make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side.
*/
