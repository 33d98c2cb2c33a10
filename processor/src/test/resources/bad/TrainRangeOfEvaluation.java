package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train(evaluateEvery = -1)
interface TrainRangeOfEvaluation {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: error: [Espalier/TrainRange] @Train: evaluateEvery = -1; it must be at least 1, or 0 for none within an epoch.
    Fix: use a value that is at least 1, or 0 for none within an epoch.
*/
