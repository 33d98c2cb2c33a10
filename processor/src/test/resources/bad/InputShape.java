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
    @Input(name = "flat", shape = {8, 8}),
    @Input(name = "empty", shape = {1, 0, 8}),
    @Input(name = "scalar", shape = {})
})
interface InputShape {
  @Add Tensor sum(Tensor flat, Tensor empty, Tensor scalar);
}
