package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {1, 8, 8}))
@Prune(sparsity = 0.5, granularity = NEURON)
interface GranularityNotHere {
  @Conv2d(filters = 4, kernel = 3) Tensor conv(Tensor image);

  @GlobalAvgPool Tensor pooled(Tensor conv);

  @Dense(8) @Prune(
      sparsity = 0.5,
      granularity = FILTER)
  Tensor hidden(Tensor pooled);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
14: error: [Espalier/GranularityNotHere] conv is a @Conv2d and cannot be pruned by NEURON.
    Fix: use one of ELEMENT, VECTOR, BLOCK, KERNEL, FILTER, CHANNEL, N_OF_M, COLUMN_COMBINED, LAYER.
22: error: [Espalier/GranularityNotHere] hidden is a @Dense and cannot be pruned by FILTER.
    Fix: use one of ELEMENT, VECTOR, BLOCK, NEURON, CHANNEL, N_OF_M, COLUMN_COMBINED, LAYER.
*/
