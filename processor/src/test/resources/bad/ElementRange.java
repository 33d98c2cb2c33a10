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
interface ElementRange {
  @Conv2d(filters = 0, kernel = 3, stride = {0, 1}) @Activate(value = LEAKY_RELU, slope = 1)
  Tensor conv(Tensor image);

  @MaxPool(-2) Tensor pooled(Tensor conv);

  @Flatten Tensor flat(Tensor pooled);

  @Dropout(1) Tensor dropped(Tensor flat);

  @Dense(0) Tensor logits(Tensor dropped);
}

/* expected
16: error: [Espalier/ElementRange] conv: filters = 0; it must be at least 1.
    Fix: use a value that is at least 1.
16: error: [Espalier/ElementRange] conv: stride = {0, 1}; it must be at least 1.
    Fix: use a value that is at least 1.
15: error: [Espalier/ElementRange] conv: slope = 1; it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
18: error: [Espalier/ElementRange] pooled: value = -2; it must be at least 1.
    Fix: use a value that is at least 1.
22: error: [Espalier/ElementRange] dropped: value = 1; it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
24: error: [Espalier/ElementRange] logits: value = 0; it must be at least 1.
    Fix: use a value that is at least 1.
*/
