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
