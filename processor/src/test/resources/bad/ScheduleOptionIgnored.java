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
