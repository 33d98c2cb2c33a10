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
20: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(fineTune = 3) means nothing to ONE_SHOT with from = 2.
    Fix: remove fineTune, or use kind = ONE_SHOT or REGULARISED without from.
21: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(penalty = GROUP_LASSO) means nothing to ONE_SHOT with from = 2.
    Fix: remove penalty, or use kind = REGULARISED.
22: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(lambda = 0.1) means nothing to ONE_SHOT with from = 2.
    Fix: remove lambda, or use kind = REGULARISED.
23: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(regrow = RANDOM) means nothing to ONE_SHOT with from = 2.
    Fix: remove regrow, or use kind = DYNAMIC.
24: error: [Espalier/ScheduleOptionIgnored] hidden1: @Schedule(fraction = 0.5) means nothing to ONE_SHOT with from = 2.
    Fix: remove fraction, or use kind = DYNAMIC.
30: error: [Espalier/ScheduleOptionIgnored] hidden2: @Schedule(from = 2) means nothing to DYNAMIC.
    Fix: remove from, or use kind = ONE_SHOT, REGULARISED or GRADUAL.
31: error: [Espalier/ScheduleOptionIgnored] hidden2: @Schedule(rounds = 3) means nothing to DYNAMIC.
    Fix: remove rounds, or use kind = ITERATIVE or LOTTERY.
35: error: [Espalier/ScheduleNeedsSparsity] hidden3 has schedule DYNAMIC, which prunes to a sparsity, and gives a threshold.
    Fix: give sparsity instead, or use kind = ONE_SHOT.
*/
