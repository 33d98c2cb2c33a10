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
interface PruneOptionIgnored {
  @Dense(4)
  @Prune(
      threshold = 0.01,
      unit = GROUPS,
      scope = GLOBAL)
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
18: error: [Espalier/PruneOptionIgnored] hidden: @Prune(unit = GROUPS) means nothing to a threshold, which every score is compared with by itself.
    Fix: remove unit, or give sparsity instead of threshold.
19: error: [Espalier/PruneOptionIgnored] hidden: @Prune(scope = GLOBAL) means nothing to a threshold, which every score is compared with by itself.
    Fix: remove scope, or give sparsity instead of threshold.
*/
