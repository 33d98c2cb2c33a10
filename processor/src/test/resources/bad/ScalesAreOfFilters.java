package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train
interface ScalesAreOfFilters {
  @Dense(4)
  @Prune(sparsity = 0.5, criterion = BN_SCALE,
      granularity = ELEMENT)
  Tensor hidden(Tensor image);

  @BatchNorm @Activate(RELU) Tensor norm(Tensor hidden);

  @Dense(2) Tensor logits(Tensor norm);
}

/* expected
19: error: [Espalier/ScalesAreOfFilters] hidden has criterion BN_SCALE, one scale an output channel, and granularity = ELEMENT.
    Fix: use granularity = NEURON.
*/
