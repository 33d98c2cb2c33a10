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
interface ThresholdRange {
  @Dense(4) @Prune(threshold = -1) Tensor hidden(Tensor image);

  @Dense(2) @Prune(threshold = Double.POSITIVE_INFINITY) Tensor logits(Tensor hidden);
}

/* expected
15: error: [Espalier/ThresholdRange] hidden asks for threshold = -1; it must be finite and above 0.
    Fix: use a value such as 0.01.
17: error: [Espalier/ThresholdRange] logits asks for threshold = Infinity; it must be finite and above 0.
    Fix: use a value such as 0.01.
*/
