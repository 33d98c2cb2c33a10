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
@Train
interface ScheduleNeedsLambda {
  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = REGULARISED))
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
17: error: [Espalier/ScheduleNeedsLambda] hidden has schedule REGULARISED without lambda, the strength of its penalty; nothing would draw weights to zero.
    Fix: add lambda, for instance lambda = 1e-4.
*/
