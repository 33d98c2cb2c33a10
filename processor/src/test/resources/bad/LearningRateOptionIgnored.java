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
@Train(learningRate = @LearningRate(
    every = 5,
    factor = 0.5,
    floor = 0.1))
interface LearningRateOptionIgnored {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: error: [Espalier/LearningRateOptionIgnored] @LearningRate: every = 5 means nothing to CONSTANT.
    Fix: remove every, or use kind = STEP.
16: error: [Espalier/LearningRateOptionIgnored] @LearningRate: factor = 0.5 means nothing to CONSTANT.
    Fix: remove factor, or use kind = STEP.
17: error: [Espalier/LearningRateOptionIgnored] @LearningRate: floor = 0.1 means nothing to CONSTANT.
    Fix: remove floor, or use kind = COSINE.
*/
