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
@Train(epochs = 10)
interface ScheduleRange {
  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(from = 11))
  Tensor hidden1(Tensor image);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = GRADUAL, from = -2, to = 12, every = 0))
  Tensor hidden2(Tensor hidden1);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = GRADUAL, from = 6, to = 5))
  Tensor hidden3(Tensor hidden2);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = GRADUAL, from = 8))
  Tensor hidden4(Tensor hidden3);

  @Dense(4) @Prune(sparsity = 0.5, schedule = @Schedule(kind = ITERATIVE, rounds = -1, roundEpochs = -1))
  Tensor hidden5(Tensor hidden4);

  @Dense(2) Tensor logits(Tensor hidden5);
}
