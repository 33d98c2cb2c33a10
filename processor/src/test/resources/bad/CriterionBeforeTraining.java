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
interface CriterionBeforeTraining {
  @Dense(4)
  @Prune(sparsity = 0.5, criterion = Criterion.MOVEMENT, schedule = @Schedule(from = 0))
  Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, criterion = Criterion.MOVEMENT) Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
17: error: [Espalier/CriterionBeforeTraining] hidden1 has criterion MOVEMENT, a sum over the steps of training, and prunes before the first one (schedule ONE_SHOT (from = 0)).
    Fix: prune later, or use criterion = SNIP there.
*/
