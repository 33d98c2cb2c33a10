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
@Train
@Prune(sparsity = 0.5, scope = GLOBAL)
interface GlobalPoliciesDiffer {
  @Dense(4) Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(
      scope = GLOBAL,
      sparsity = 0.6,
      granularity = NEURON,
      criterion = Criterion.RANDOM,
      unit = GROUPS,
      schedule = @Schedule(kind = GRADUAL))
  Tensor hidden2(Tensor hidden1);

  @Dense(2) Tensor logits(Tensor hidden2);
}

/* expected
22: error: [Espalier/GlobalPoliciesDiffer] hidden1 and hidden2 are ranked together (scope = GLOBAL) and differ in sparsity: 0.5 against 0.6.
    Fix: make the two equal, or use scope = LAYER.
24: error: [Espalier/GlobalPoliciesDiffer] hidden1 and hidden2 are ranked together (scope = GLOBAL) and differ in criterion: MAGNITUDE against RANDOM.
    Fix: make the two equal, or use scope = LAYER.
23: error: [Espalier/GlobalPoliciesDiffer] hidden1 and hidden2 are ranked together (scope = GLOBAL) and differ in granularity: ELEMENT against NEURON.
    Fix: make the two equal, or use scope = LAYER.
25: error: [Espalier/GlobalPoliciesDiffer] hidden1 and hidden2 are ranked together (scope = GLOBAL) and differ in unit: WEIGHTS against GROUPS.
    Fix: make the two equal, or use scope = LAYER.
26: error: [Espalier/GlobalPoliciesDiffer] hidden1 and hidden2 are ranked together (scope = GLOBAL) and differ in schedule: ONE_SHOT against GRADUAL.
    Fix: make the two equal, or use scope = LAYER.
*/
