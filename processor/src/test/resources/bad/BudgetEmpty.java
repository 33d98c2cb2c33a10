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
@Budget
interface BudgetEmpty {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
14: error: [Espalier/BudgetEmpty] @Budget limits nothing: macs and bytes are both 0.
    Fix: give one of them, or remove @Budget.
*/
