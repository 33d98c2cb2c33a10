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
@Train(
    optimizer = @Optimizer(learningRate = 0, momentum = 1, weightDecay = -0.1),
    learningRate = @LearningRate(kind = LearningRateKind.STEP, warmup = 12, every = 0, factor = 1),
    batch = 0,
    epochs = 10)
interface TrainRange {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
17: error: [Espalier/TrainRange] @Train: batch = 0; it must be at least 1.
    Fix: use a value that is at least 1.
15: error: [Espalier/TrainRange] @Train: optimizer.learningRate = 0; it must be finite and above 0.
    Fix: use a value that is finite and above 0.
15: error: [Espalier/TrainRange] @Train: optimizer.momentum = 1; it must be in [0, 1).
    Fix: use a value that is in [0, 1).
15: error: [Espalier/TrainRange] @Train: optimizer.weightDecay = -0.1; it must be finite and at least 0.
    Fix: use a value that is finite and at least 0.
16: error: [Espalier/TrainRange] @Train: learningRate.warmup = 12; it must be at least 0 and below the 10 epochs.
    Fix: use a value that is at least 0 and below the 10 epochs.
16: error: [Espalier/TrainRange] @Train: learningRate.every = 0; it must be finite and above 0.
    Fix: use a value that is finite and above 0.
16: error: [Espalier/TrainRange] @Train: learningRate.factor = 1; it must be in (0, 1).
    Fix: use a value that is in (0, 1).
*/
