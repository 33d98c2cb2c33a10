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
interface PenaltyOfScales {
  @Dense(4)
  @Prune(sparsity = 0.5, criterion = BN_SCALE, granularity = NEURON, schedule = @Schedule(
      kind = REGULARISED,
      lambda = 1e-4,
      penalty = Penalty.GROUP_LASSO))
  Tensor hidden(Tensor image);

  @BatchNorm @Activate(RELU) Tensor norm(Tensor hidden);

  @Dense(2) Tensor logits(Tensor norm);
}

/* expected
21: error: [Espalier/PenaltyOfScales] hidden has criterion BN_SCALE, whose penalty is on scales, each a group of its own, and penalty = GROUP_LASSO.
    Fix: use penalty = L1.
*/
