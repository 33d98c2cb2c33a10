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

/* expected
14: error: [Espalier/InputShape] input flat has shape {8, 8}; a shape is {features} or {channels, height, width}, each at least 1.
    Fix: give one or three extents of at least 1.
15: error: [Espalier/InputShape] input empty has shape {1, 0, 8}; a shape is {features} or {channels, height, width}, each at least 1.
    Fix: give one or three extents of at least 1.
16: error: [Espalier/InputShape] input scalar has shape {}; a shape is {features} or {channels, height, width}, each at least 1.
    Fix: give one or three extents of at least 1.
*/
