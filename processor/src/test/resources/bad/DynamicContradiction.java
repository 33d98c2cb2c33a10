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
      granularity = N_OF_M,
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
*/
