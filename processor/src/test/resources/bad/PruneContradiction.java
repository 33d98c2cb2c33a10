package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
@Train
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

  @Dense(8)
  @Prune(granularity = Granularity.N_OF_M, n = 1, m = 2,
      schedule = @Schedule(kind = ScheduleKind.DYNAMIC))
  Tensor fifth(Tensor fourth);

  @Dense(8)
  @Prune(sparsity = 0.5, schedule = @Schedule(kind = ScheduleKind.DYNAMIC),
      unit = MACS)
  Tensor sixth(Tensor fifth);

  @Dense(2) Tensor logits(Tensor sixth);
}

/* expected
19: error: [Espalier/PruneOptionIgnored] first: @Prune(unit = BYTES) means nothing to a threshold, which every score is compared with by itself.
    Fix: remove unit, or give sparsity instead of threshold.
18: error: [Espalier/PruneOptionIgnored] first: @Prune(scope = GLOBAL) means nothing to a threshold, which every score is compared with by itself.
    Fix: remove scope, or give sparsity instead of threshold.
18: error: [Espalier/PruneContradiction] first: granularity = N_OF_M and scope = GLOBAL exclude each other: the mask always keeps n of every m neighbours.
    Fix: use scope = LAYER.
17: error: [Espalier/PruneContradiction] first: granularity = N_OF_M and threshold = 0.1 exclude each other: the mask always keeps n of every m neighbours.
    Fix: remove threshold.
19: error: [Espalier/PruneContradiction] first: granularity = N_OF_M and unit = BYTES exclude each other: the mask always keeps n of every m neighbours.
    Fix: use unit = WEIGHTS.
24: error: [Espalier/PruneContradiction] second: granularity = COLUMN_COMBINED and scope = GLOBAL exclude each other: columns are combined within one layer, to a number of weights.
    Fix: use scope = LAYER.
27: error: [Espalier/PruneContradiction] third: densities = ERDOS_RENYI and unit = BYTES exclude each other: densities share out weights, whose bytes depend on where they are.
    Fix: use unit = WEIGHTS.
34: error: [Espalier/PruneContradiction] fifth: granularity = N_OF_M and schedule = DYNAMIC exclude each other: exchanging groups would break the pattern.
    Fix: use another granularity, or schedule GRADUAL.
40: error: [Espalier/PruneContradiction] sixth: schedule = DYNAMIC and unit = MACS exclude each other: it keeps a number of weights.
    Fix: use unit = WEIGHTS.
24: error: [Espalier/GlobalOverOne] second has scope = GLOBAL and is the only layer that has; there is nothing to rank it against.
    Fix: use scope = LAYER, or give other layers the same policy.
30: error: [Espalier/GlobalPoliciesDiffer] third and fourth are ranked together (group = "ends") and differ in densities: ERDOS_RENYI against RANKED.
    Fix: make the two equal, or use scope = LAYER.
*/
