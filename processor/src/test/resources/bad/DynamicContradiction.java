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
interface DynamicContradiction {
  @Dense(4)
  @Prune(
      sparsity = 0.5,
      criterion = Criterion.RANDOM,
      unit = MACS,
      schedule = @Schedule(kind = DYNAMIC))
  Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(
      n = 1, m = 2,
      granularity = Granularity.N_OF_M,
      schedule = @Schedule(kind = DYNAMIC))
  Tensor hidden2(Tensor hidden1);

  @Dense(4)
  @Prune(
      sparsity = 0.5,
      scope = GLOBAL,
      schedule = @Schedule(kind = DYNAMIC))
  Tensor hidden3(Tensor hidden2);

  @Dense(4)
  @Prune(
      sparsity = 0.5,
      scope = GLOBAL,
      densities = Densities.ERDOS_RENYI,
      schedule = @Schedule(kind = DYNAMIC))
  Tensor hidden4(Tensor hidden3);

  @Dense(2) Tensor logits(Tensor hidden4);
}

/* expected
20: error: [Espalier/PruneContradiction] hidden1: criterion = RANDOM and schedule DYNAMIC exclude each other: it always drops the smallest weights.
    Fix: remove criterion.
21: error: [Espalier/PruneContradiction] hidden1: unit = MACS and schedule DYNAMIC exclude each other: it holds a number of groups.
    Fix: use unit = WEIGHTS or GROUPS.
28: error: [Espalier/PruneContradiction] hidden2: granularity = N_OF_M and schedule DYNAMIC exclude each other: it exchanges groups that come and go one by one.
    Fix: use another granularity.
33: error: [Espalier/PruneContradiction] hidden3: densities = RANKED and schedule DYNAMIC exclude each other: a random mask ranks nothing.
    Fix: use densities = ERDOS_RENYI_KERNEL, or scope = LAYER.
43: error: [Espalier/GlobalPoliciesDiffer] hidden3 and hidden4 are ranked together (scope = GLOBAL) and differ in densities: RANKED against ERDOS_RENYI.
    Fix: make the two equal, or use scope = LAYER.
*/
