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
interface GroupLassoOfWeights {
  @Dense(4)
  @Prune(sparsity = 0.5, schedule = @Schedule(
      kind = REGULARISED,
      lambda = 1e-4,
      penalty = Penalty.GROUP_LASSO))
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
21: error: [Espalier/GroupLassoOfWeights] hidden: penalty = GROUP_LASSO shrinks the weights of a group as one, and granularity = ELEMENT prunes single weights.
    Fix: use penalty = L1, or a granularity whose groups have several weights.
*/
