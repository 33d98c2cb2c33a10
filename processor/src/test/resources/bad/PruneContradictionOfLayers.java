package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface PruneContradictionOfLayers {
  @Conv2d(filters = 3, kernel = 3, padding = 1)
  @Prune(sparsity = 0.5, granularity = Granularity.LAYER)
  Tensor inner(Tensor image);

  @Add Tensor sum(Tensor inner, Tensor image);

  @Conv2d(filters = 3, kernel = 3, padding = 1)
  @Prune(
      sparsity = 0.5,
      granularity = Granularity.LAYER,
      scope = GLOBAL,
      maxSparsity = 0.5,
      densities = ERDOS_RENYI)
  Tensor inner2(Tensor sum);

  @Add Tensor sum2(Tensor inner2, Tensor sum);

  @GlobalAvgPool Tensor logits(Tensor sum2);
}

/* expected
15: error: [Espalier/PruneContradiction] inner: granularity = LAYER and scope = LAYER exclude each other: a layer by itself has nothing to be ranked against.
    Fix: use scope = GLOBAL or GROUP, or a threshold.
26: error: [Espalier/PruneContradiction] inner2: granularity = LAYER and densities = ERDOS_RENYI exclude each other: a layer goes or stays as a whole.
    Fix: remove densities.
25: error: [Espalier/PruneContradiction] inner2: granularity = LAYER and a minSparsity or maxSparsity exclude each other: a layer goes or stays as a whole.
    Fix: remove them.
24: error: [Espalier/GlobalOverOne] inner2 has scope = GLOBAL and is the only layer that has; there is nothing to rank it against.
    Fix: use scope = LAYER, or give other layers the same policy.
*/
