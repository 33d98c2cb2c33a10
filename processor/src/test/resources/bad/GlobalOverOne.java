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
interface GlobalOverOne {
  @Dense(4) @Prune(sparsity = 0.5, scope = GLOBAL) Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5) Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
15: error: [Espalier/GlobalOverOne] hidden1 has scope = GLOBAL and is the only layer that has; there is nothing to rank it against.
    Fix: use scope = LAYER, or give other layers the same policy.
*/
