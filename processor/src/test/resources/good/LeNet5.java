package good;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Budget;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Keep;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(learningRate = 0.1, momentum = 0.9, nesterov = true, weightDecay = 1e-4),
    learningRate = @LearningRate(kind = LearningRateKind.COSINE, warmup = 0.5, floor = 0.01),
    batch = 64,
    epochs = 3)
@Prune(
    sparsity = 0.9,
    scope = Scope.GLOBAL,
    encoding = Encoding.BITMAP,
    schedule = @Schedule(kind = ScheduleKind.LOTTERY, rounds = 5, rewind = Rewind.STEP, rewindStep = 100))
@Budget(macs = 2_000_000, bytes = 600_000)
interface LeNet5 {
  @Conv2d(filters = 20, kernel = 5, padding = 2)
  @Activate(Activation.RELU)
  @Keep
  Tensor conv1(Tensor image);

  @MaxPool(2)
  Tensor pool1(Tensor conv1);

  @Conv2d(filters = 50, kernel = 5)
  @Activate(value = Activation.LEAKY_RELU, slope = 0.1)
  Tensor conv2(Tensor pool1);

  @MaxPool(2)
  Tensor pool2(Tensor conv2);

  @Flatten
  Tensor flat(Tensor pool2);

  @Dense(500)
  @Activate(Activation.GELU)
  Tensor hidden(Tensor flat);

  @Dense(10)
  @Prune(
      sparsity = 0.5,
      granularity = Granularity.CHANNEL,
      schedule = @Schedule(kind = ScheduleKind.LOTTERY, rounds = 5, rewind = Rewind.STEP, rewindStep = 100))
  Tensor logits(Tensor hidden);
}
