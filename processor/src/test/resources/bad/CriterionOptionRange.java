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
interface CriterionOptionRange {
  @Dense(4)
  @Prune(
      sparsity = 0.5,
      criterion = Criterion.OBS,
      samples = -1,
      fisherBlock = 0,
      damping = 0)
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
20: error: [Espalier/CriterionOptionRange] hidden: @Prune: samples = -1; it must be at least 1, or 0 for the whole training set.
    Fix: use a value that is at least 1, or 0 for the whole training set.
21: error: [Espalier/CriterionOptionRange] hidden: @Prune: fisherBlock = 0; it must be in 1 to 4096.
    Fix: use a value that is in 1 to 4096.
22: error: [Espalier/CriterionOptionRange] hidden: @Prune: damping = 0; it must be finite and above 0.
    Fix: use a value that is finite and above 0.
*/
