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
@Prune(sparsity = 0.9, granularity = NEURON, unit = GROUPS, scope = GLOBAL)
interface EmptiesLayersTogether {
  @Dense(6) Tensor hidden1(Tensor image);

  @Dense(4) Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
14: error: [Espalier/EmptiesLayer] hidden1 + hidden2 asks for 9 of 10 neurons to be removed; every layer keeps at least one.
    Fix: use a sparsity of at most 0.8.
*/
