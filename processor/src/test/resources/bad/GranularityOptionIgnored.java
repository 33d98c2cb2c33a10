package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface GranularityOptionIgnored {
  @Dense(8)
  @Prune(
      sparsity = 0.5,
      block = {2, 2},
      n = 1,
      m = 2,
      sharedRows = 2,
      columns = 4,
      conflicts = 1)
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
17: error: [Espalier/GranularityOptionIgnored] hidden: @Prune(block = {2, 2}) means nothing to granularity = ELEMENT.
    Fix: remove block, or use granularity = BLOCK.
18: error: [Espalier/GranularityOptionIgnored] hidden: @Prune(n = 1) means nothing to granularity = ELEMENT.
    Fix: remove n, or use granularity = N_OF_M.
19: error: [Espalier/GranularityOptionIgnored] hidden: @Prune(m = 2) means nothing to granularity = ELEMENT.
    Fix: remove m, or use granularity = N_OF_M.
20: error: [Espalier/GranularityOptionIgnored] hidden: @Prune(sharedRows = 2) means nothing to granularity = ELEMENT.
    Fix: remove sharedRows, or use granularity = N_OF_M.
21: error: [Espalier/GranularityOptionIgnored] hidden: @Prune(columns = 4) means nothing to granularity = ELEMENT.
    Fix: remove columns, or use granularity = COLUMN_COMBINED.
22: error: [Espalier/GranularityOptionIgnored] hidden: @Prune(conflicts = 1) means nothing to granularity = ELEMENT.
    Fix: remove conflicts, or use granularity = COLUMN_COMBINED.
*/
