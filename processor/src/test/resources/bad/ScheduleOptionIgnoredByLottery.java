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
