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
@Prune(sparsity = 0.5, schedule = @Schedule(kind = LOTTERY, rounds = 2, rewind = Rewind.STEP, rewindStep = -5))
interface ScheduleRangeOfRewind {
  @Dense(4) Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
15: error: [Espalier/ScheduleRange] the default @Prune: @Schedule: rewindStep = -5; it must be at least 0.
    Fix: use a value that is at least 0.
*/
