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
@Budget(macs = -1, bytes = 500)
interface BudgetRange {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
14: error: [Espalier/BudgetRange] @Budget: macs = -1; it must be 0 (no limit) or more.
    Fix: use 0 or more.
*/
