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
