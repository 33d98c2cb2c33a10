package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface PruneContradiction {
  @Dense(8)
  @Prune(granularity = Granularity.N_OF_M, n = 1, m = 2,
      threshold = 0.1,
      scope = GLOBAL,
      unit = BYTES)
  Tensor first(Tensor image);

  @Dense(8)
  @Prune(sparsity = 0.5, granularity = COLUMN_COMBINED,
      scope = GLOBAL)
  Tensor second(Tensor first);

  @Dense(8) @Prune(sparsity = 0.5, scope = GROUP, group = "ends", unit = BYTES, densities = ERDOS_RENYI)
  Tensor third(Tensor second);

  @Dense(8) @Prune(sparsity = 0.5, scope = GROUP, group = "ends", unit = BYTES)
  Tensor fourth(Tensor third);

  @Dense(2) Tensor logits(Tensor fourth);
}

/* expected
18: error: [Espalier/PruneOptionIgnored] first: @Prune(unit = BYTES) means nothing to a threshold, which every score is compared with by itself.
    Fix: remove unit, or give sparsity instead of threshold.
17: error: [Espalier/PruneOptionIgnored] first: @Prune(scope = GLOBAL) means nothing to a threshold, which every score is compared with by itself.
    Fix: remove scope, or give sparsity instead of threshold.
17: error: [Espalier/PruneContradiction] first: granularity = N_OF_M and scope = GLOBAL exclude each other: the mask always keeps n of every m neighbours.
    Fix: use scope = LAYER.
16: error: [Espalier/PruneContradiction] first: granularity = N_OF_M and threshold = 0.1 exclude each other: the mask always keeps n of every m neighbours.
    Fix: remove threshold.
18: error: [Espalier/PruneContradiction] first: granularity = N_OF_M and unit = BYTES exclude each other: the mask always keeps n of every m neighbours.
    Fix: use unit = WEIGHTS.
23: error: [Espalier/PruneContradiction] second: granularity = COLUMN_COMBINED and scope = GLOBAL exclude each other: columns are combined within one layer, to a number of weights.
    Fix: use scope = LAYER.
26: error: [Espalier/PruneContradiction] third: densities = ERDOS_RENYI and unit = BYTES exclude each other: densities share out weights, whose bytes depend on where they are.
    Fix: use unit = WEIGHTS.
23: error: [Espalier/GlobalOverOne] second has scope = GLOBAL and is the only layer that has; there is nothing to rank it against.
    Fix: use scope = LAYER, or give other layers the same policy.
29: error: [Espalier/GlobalPoliciesDiffer] third and fourth are ranked together (group = "ends") and differ in densities: ERDOS_RENYI against RANKED.
    Fix: make the two equal, or use scope = LAYER.
*/
