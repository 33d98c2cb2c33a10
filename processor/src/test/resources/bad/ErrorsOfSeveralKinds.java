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
@Train(batch = 0)
@Prune(sparsity = 1.5)
@Budget(macs = -5)
interface ErrorsOfSeveralKinds {
  @Dense(4) Tensor hidden(Tensor image);

  @Add Tensor sum(Tensor hidden, Tensor image);
}

/* expected
14: error: [Espalier/TrainRange] @Train: batch = 0; it must be at least 1.
    Fix: use a value that is at least 1.
16: error: [Espalier/BudgetRange] @Budget: macs = -5; it must be 0 (no limit) or more.
    Fix: use 0 or more.
15: error: [Espalier/SparsityRange] the default @Prune asks for sparsity = 1.5; it is a share in (0, 1).
    Fix: use a value such as 0.9 for 90 % zeros.
20: error: [Espalier/ShapesDiffer] sum is a @Add, whose inputs have one shape; hidden has shape {4} and image has {8}.
    Fix: make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side.
*/
