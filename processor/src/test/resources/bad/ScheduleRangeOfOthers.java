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
@Train(epochs = 10)
interface ScheduleRangeOfOthers {
  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = DYNAMIC, to = 12, every = 0, fraction = 1))
  Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = REGULARISED, lambda = -1, from = 0))
  Tensor hidden2(Tensor hidden1);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(fineTune = -1))
  Tensor hidden3(Tensor hidden2);

  @Dense(2) Tensor logits(Tensor hidden3);
}

/* expected
*/
