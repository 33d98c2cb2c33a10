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
@Budget(
    macs = 1_000,
    bytes = 500)
interface BudgetExceeded {
  @Dense(100) @Prune(sparsity = 0.9) Tensor hidden(Tensor image);

  @Dense(10) Tensor logits(Tensor hidden);
}

/* expected
15: error: [Espalier/BudgetExceeded] the plan needs 1,080 MACs, and @Budget allows 1,000; the largest part is logits with 1,000.
    Fix: raise the sparsity there, make the layer smaller, or allow 1,080.
16: error: [Espalier/BudgetExceeded] the plan needs 4,821 bytes, and @Budget allows 500; the largest part is logits with 4,040.
    Fix: raise the sparsity there, make the layer smaller, or allow 4,821.
*/
