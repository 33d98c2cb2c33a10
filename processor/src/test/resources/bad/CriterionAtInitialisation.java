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
@Train(epochs = 10)
interface CriterionAtInitialisation {
  @Dense(4) @Prune(sparsity = 0.5, criterion = Criterion.SNIP) Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(
      sparsity = 0.5,
      criterion = Criterion.GRASP,
      schedule = @Schedule(from = 2))
  Tensor hidden2(Tensor hidden1);

  @Dense(4)
  @Prune(sparsity = 0.5, criterion = Criterion.SYNFLOW, schedule = @Schedule(kind = GRADUAL))
  Tensor hidden3(Tensor hidden2);

  @Dense(2)
  @Prune(sparsity = 0.5, criterion = Criterion.SNIP, schedule = @Schedule(from = 0))
  Tensor logits(Tensor hidden3);
}

/* expected
16: error: [Espalier/CriterionAtInitialisation] hidden1 has criterion SNIP, which prunes before the first step, and schedule ONE_SHOT after the last epoch.
    Fix: use schedule = @Schedule(kind = ONE_SHOT, from = 0), or criterion = TAYLOR for a network that has been trained.
21: error: [Espalier/CriterionAtInitialisation] hidden2 has criterion GRASP, which prunes before the first step, and schedule ONE_SHOT (from = 2).
    Fix: use schedule = @Schedule(kind = ONE_SHOT, from = 0), or criterion = TAYLOR for a network that has been trained.
26: error: [Espalier/CriterionAtInitialisation] hidden3 has criterion SYNFLOW, which prunes before the first step, and schedule GRADUAL.
    Fix: use schedule = @Schedule(kind = ONE_SHOT, from = 0), or criterion = MAGNITUDE for a network that has been trained.
*/
