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
interface PrunesOutput {
  @Dense(4) @Prune(sparsity = 0.5, granularity = NEURON) Tensor hidden(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, granularity = NEURON) Tensor logits(Tensor hidden);
}

/* expected
17: error: [Espalier/PrunesOutput] logits is the output, and granularity = NEURON would remove classes.
    Fix: use granularity = ELEMENT or CHANNEL there, or @Keep.
*/
