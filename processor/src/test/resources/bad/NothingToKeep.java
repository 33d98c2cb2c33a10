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
@Prune(sparsity = 0.5)
interface NothingToKeep {
  @Dense(4) Tensor hidden(Tensor image);

  @Dropout(0.5) @Keep Tensor dropped(Tensor hidden);

  @Dense(2) Tensor logits(Tensor dropped);
}

/* expected
18: error: [Espalier/NothingToKeep] dropped is a @Dropout and has no weights; @Keep on it does nothing.
    Fix: remove @Keep.
*/
