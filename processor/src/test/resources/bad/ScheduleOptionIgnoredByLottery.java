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
@Prune(sparsity = 0.5, schedule = @Schedule(
    kind = LOTTERY,
    rounds = 3,
    rewindStep = 100))
interface ScheduleOptionIgnoredByLottery {
  @Dense(4) Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
18: error: [Espalier/ScheduleOptionIgnored] the default @Prune: @Schedule(rewindStep = 100) means nothing to LOTTERY with rewind = INITIAL.
    Fix: remove rewindStep, or use kind = LOTTERY with rewind = STEP.
*/
