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
interface NothingRemoved {
  @Dense(8) @Prune(sparsity = 0.05, granularity = CHANNEL) Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
15: error: [Espalier/NothingRemoved] hidden asks for a sparsity of 0.05 over 8 channels, which removes none.
    Fix: use a sparsity of at least 0.13, or remove @Prune.
*/
