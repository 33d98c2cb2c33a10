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
interface ScheduleOptionIgnored {
  @Dense(4)
  @Prune(sparsity = 0.5, schedule = @Schedule(
      kind = ONE_SHOT,
      to = 4,
      every = 10,
      rounds = 3,
      roundEpochs = 2,
      rewind = Rewind.NONE,
      rewindStep = 5))
  Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(sparsity = 0.5, schedule = @Schedule(
      kind = ITERATIVE,
      rounds = 3,
      from = 2))
  Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
19: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(to = 4) means nothing to ONE_SHOT.
    Fix: remove to, or use kind = GRADUAL or DYNAMIC.
20: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(every = 10) means nothing to ONE_SHOT.
    Fix: remove every, or use kind = GRADUAL or DYNAMIC.
21: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(rounds = 3) means nothing to ONE_SHOT.
    Fix: remove rounds, or use kind = ITERATIVE or LOTTERY.
22: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(roundEpochs = 2) means nothing to ONE_SHOT.
    Fix: remove roundEpochs, or use kind = ITERATIVE or LOTTERY.
23: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(rewind = NONE) means nothing to ONE_SHOT.
    Fix: remove rewind, or use kind = LOTTERY.
24: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(rewindStep = 5) means nothing to ONE_SHOT.
    Fix: remove rewindStep, or use kind = LOTTERY with rewind = STEP.
31: error: [Espalier/ScheduleOptionIgnored] hidden2: @Schedule(from = 2) means nothing to ITERATIVE.
    Fix: remove from, or use kind = ONE_SHOT, REGULARISED or GRADUAL.
*/
