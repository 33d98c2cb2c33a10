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
interface WindowTooLarge {
  @Conv2d(filters = 2, kernel = {3, 11}, padding = 1) Tensor conv(Tensor image);

  @GlobalAvgPool Tensor logits(Tensor conv);
}

/* expected
15: error: [Espalier/WindowTooLarge] conv has a window of 3 x 11; image with its padding is only 10 x 10.
    Fix: use a window of at most 10 x 10, or more padding.
*/
