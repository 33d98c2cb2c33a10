package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {1, 8, 8}))
interface ElementCount {
  @Conv2d(filters = 4, kernel = {3, 3, 3}) Tensor conv(Tensor image);

  @GlobalAvgPool Tensor logits(Tensor conv);
}

/* expected
15: error: [Espalier/ElementCount] conv: kernel has 3 numbers; it takes one for both axes or two, {vertical, horizontal}.
    Fix: give one or two numbers.
*/
