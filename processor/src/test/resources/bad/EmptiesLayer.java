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
interface EmptiesLayer {
  @Dense(10) @Prune(sparsity = 0.96, granularity = NEURON) Tensor hidden(Tensor image);

  @Dense(4) @Prune(sparsity = 0.99) Tensor small(Tensor hidden);

  @Dense(2) Tensor logits(Tensor small);
}

/* expected
15: error: [Espalier/EmptiesLayer] hidden asks for 10 of 10 neurons to be removed; every layer keeps at least one.
    Fix: use a sparsity of at most 0.9.
17: error: [Espalier/EmptiesLayer] small asks for 40 of 40 weights to be removed; every layer keeps at least one.
    Fix: use a sparsity of at most 0.975.
*/
