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
