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
17: error: [Espalier/ScheduleRange] hidden1: @Schedule: every = 0; it must be at least 1.
    Fix: use a value that is at least 1.
17: error: [Espalier/ScheduleRange] hidden1: @Schedule: fraction = 1; it must be in (0, 1).
    Fix: use a value that is in (0, 1).
17: error: [Espalier/ScheduleRange] hidden1: @Schedule: to = 12; it must be above 0 and at most the 10 epochs of @Train.
    Fix: use a value that is above 0 and at most the 10 epochs of @Train.
20: error: [Espalier/ScheduleRange] hidden2: @Schedule: lambda = -1; it must be finite and above 0.
    Fix: use a value that is finite and above 0.
20: error: [Espalier/ScheduleRange] hidden2: @Schedule: from = 0; it must be above 0 and at most the 10 epochs of @Train.
    Fix: use a value that is above 0 and at most the 10 epochs of @Train.
23: error: [Espalier/ScheduleRange] hidden3: @Schedule: fineTune = -1; it must be at least 0.
    Fix: use a value that is at least 0.
*/
