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

/* expected
16: error: [Espalier/ScheduleRange] hidden1: @Schedule: from = 11; it must be between 0 and the 10 epochs of @Train.
    Fix: use a value that is between 0 and the 10 epochs of @Train.
19: error: [Espalier/ScheduleRange] hidden2: @Schedule: every = 0; it must be at least 1.
    Fix: use a value that is at least 1.
19: error: [Espalier/ScheduleRange] hidden2: @Schedule: from = -2; it must be at least 0 and below the 10 epochs of @Train.
    Fix: use a value that is at least 0 and below the 10 epochs of @Train.
19: error: [Espalier/ScheduleRange] hidden2: @Schedule: to = 12; it must be above 0 and at most the 10 epochs of @Train.
    Fix: use a value that is above 0 and at most the 10 epochs of @Train.
22: error: [Espalier/ScheduleRange] hidden3: @Schedule: from = 6; it must be below to = 5.
    Fix: use a value that is below to = 5.
25: error: [Espalier/ScheduleRange] hidden4: @Schedule: from = 8; it must be below to, which is three quarters of the 10 epochs, 7.5.
    Fix: use a value that is below to, which is three quarters of the 10 epochs, 7.5.
28: error: [Espalier/ScheduleRange] hidden5: @Schedule: rounds = -1; it must be at least 1.
    Fix: use a value that is at least 1.
28: error: [Espalier/ScheduleRange] hidden5: @Schedule: roundEpochs = -1; it must be at least 1, or 0 for as many as @Train has epochs.
    Fix: use a value that is at least 1, or 0 for as many as @Train has epochs.
*/
