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
@Train
interface ScheduleNeedsSparsity {
  @Dense(4)
  @Prune(
      threshold = 0.01,
      schedule = @Schedule(kind = GRADUAL))
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
18: error: [Espalier/ScheduleNeedsSparsity] hidden has schedule GRADUAL, which prunes to a sparsity, and gives a threshold.
    Fix: give sparsity instead, or use kind = ONE_SHOT.
*/
