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
interface ScheduleOptionIgnoredByOthers {
  @Dense(4)
  @Prune(sparsity = 0.5, schedule = @Schedule(
      from = 2,
      fineTune = 3,
      penalty = Penalty.GROUP_LASSO,
      lambda = 0.1,
      regrow = Regrow.RANDOM,
      fraction = 0.5))
  Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(sparsity = 0.5, schedule = @Schedule(
      kind = DYNAMIC,
      from = 2,
      rounds = 3))
  Tensor hidden2(Tensor hidden1);

  @Dense(4)
  @Prune(threshold = 0.5, schedule = @Schedule(kind = DYNAMIC))
  Tensor hidden3(Tensor hidden2);

  @Dense(2) Tensor logits(Tensor hidden3);
}

/* expected
*/
