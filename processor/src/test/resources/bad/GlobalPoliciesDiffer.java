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
