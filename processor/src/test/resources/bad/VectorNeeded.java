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
interface VectorNeeded {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: error: [Espalier/VectorNeeded] logits is a @Dense, which takes a vector {features}; image has shape {1 x 8 x 8}.
    Fix: put @Flatten or @GlobalAvgPool between image and logits.
*/
