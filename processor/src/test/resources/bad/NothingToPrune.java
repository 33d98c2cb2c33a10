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
interface NothingToPrune {
  @Dense(4) Tensor hidden(Tensor image);

  @Activate(RELU) @Prune(sparsity = 0.5) Tensor active(Tensor hidden);

  @Dense(2) Tensor logits(Tensor active);
}

/* expected
17: error: [Espalier/NothingToPrune] active is a @Activate and has no weights; a policy on it would do nothing.
    Fix: move @Prune to a layer with weights (hidden, logits) or remove it.
*/
