package dev.espalier.samples.lesson04;

import static dev.espalier.dsl.Activation.GELU;
import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.OptimizerKind.ADAMW;
import static dev.espalier.dsl.ScheduleKind.GRADUAL;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Add;
import dev.espalier.dsl.Concat;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Dropout;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Keep;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** A small convolutional network with a residual block and a side branch; nothing is wired by strings. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(optimizer = @Optimizer(kind = ADAMW, learningRate = 2e-3, weightDecay = 0.01), batch = 64, epochs = 3)
@Prune(sparsity = 0.8, schedule = @Schedule(kind = GRADUAL, from = 0.5, to = 2.5, every = 20))
public interface Branches {

  @Conv2d(filters = 8, kernel = 5, stride = 2, padding = 2)
  @Activate(RELU)
  @Keep
  Tensor stem(Tensor image);

  @Conv2d(filters = 8, kernel = 3, padding = 1)
  @Activate(RELU)
  Tensor inner1(Tensor stem);

  @Conv2d(filters = 8, kernel = 3, padding = 1, groups = 2)
  Tensor inner2(Tensor inner1);

  /** The residual connection. */
  @Add
  @Activate(RELU)
  Tensor block(Tensor inner2, Tensor stem);

  @MaxPool(2)
  Tensor pooled(Tensor block);

  @Flatten
  Tensor features(Tensor pooled);

  @Flatten
  Tensor pixels(Tensor image);

  /** The side branch, a quarter of whose neurons stay. */
  @Dense(32)
  @Activate(GELU)
  @Prune(
      sparsity = 0.75,
      granularity = Granularity.NEURON,
      schedule = @Schedule(kind = GRADUAL, from = 0.5, to = 2.5, every = 20))
  Tensor side(Tensor pixels);

  @Concat
  Tensor both(Tensor features, Tensor side);

  @Dropout(0.2)
  Tensor dropped(Tensor both);

  @Dense(10)
  Tensor logits(Tensor dropped);
}
