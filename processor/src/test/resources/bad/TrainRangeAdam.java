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
    optimizer = @Optimizer(kind = OptimizerKind.ADAM, beta1 = 1, beta2 = -1, epsilon = 0),
    learningRate = @LearningRate(kind = LearningRateKind.COSINE, floor = 1),
    epochs = 0)
interface TrainRangeAdam {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
17: error: [Espalier/TrainRange] @Train: epochs = 0; it must be at least 1.
    Fix: use a value that is at least 1.
15: error: [Espalier/TrainRange] @Train: optimizer.beta1 = 1; it must be in [0, 1).
    Fix: use a value that is in [0, 1).
15: error: [Espalier/TrainRange] @Train: optimizer.beta2 = -1; it must be in [0, 1).
    Fix: use a value that is in [0, 1).
15: error: [Espalier/TrainRange] @Train: optimizer.epsilon = 0; it must be finite and above 0.
    Fix: use a value that is finite and above 0.
16: error: [Espalier/TrainRange] @Train: learningRate.floor = 1; it must be in [0, 1).
    Fix: use a value that is in [0, 1).
*/
