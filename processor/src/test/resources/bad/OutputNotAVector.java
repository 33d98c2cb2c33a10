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
@Train
interface OutputNotAVector {
  @Conv2d(filters = 2, kernel = 3) Tensor conv(Tensor image);
}

/* expected
16: error: [Espalier/OutputNotAVector] the output conv has shape {2 x 6 x 6}; CROSS_ENTROPY is taken over a vector {features}.
    Fix: end the network with @Flatten, @GlobalAvgPool or @Dense.
*/
