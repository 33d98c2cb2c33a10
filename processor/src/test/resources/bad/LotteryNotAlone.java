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
@Prune(sparsity = 0.5, schedule = @Schedule(kind = LOTTERY, rounds = 4))
interface LotteryNotAlone {
  @Dense(4) Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5) Tensor hidden2(Tensor hidden1);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = LOTTERY, rounds = 5))
  Tensor hidden3(Tensor hidden2);

  @Dense(2) Tensor logits(Tensor hidden3);
}

/* expected
19: error: [Espalier/LotteryNotAlone] hidden1 has LOTTERY (rounds = 4) and hidden2 has ONE_SHOT; LOTTERY rewinds the whole network, so that every policy must share one LOTTERY schedule.
    Fix: give them the same schedule, for instance by a default @Prune on the interface.
21: error: [Espalier/LotteryNotAlone] hidden1 has LOTTERY (rounds = 4) and hidden3 has LOTTERY (rounds = 5); LOTTERY rewinds the whole network, so that every policy must share one LOTTERY schedule.
    Fix: give them the same schedule, for instance by a default @Prune on the interface.
*/
