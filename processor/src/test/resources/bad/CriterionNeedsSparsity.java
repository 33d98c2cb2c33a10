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
interface CriterionNeedsSparsity {
  @Dense(4)
  @Prune(
      threshold = 0.5,
      criterion = Criterion.SYNFLOW,
      schedule = @Schedule(from = 0))
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
18: error: [Espalier/CriterionNeedsSparsity] hidden has criterion SYNFLOW, which prunes in rounds towards a sparsity, and gives a threshold.
    Fix: give sparsity instead of threshold.
*/
