package dev.espalier.samples.lesson01;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.OptimizerKind.ADAM;
import static dev.espalier.dsl.ScheduleKind.GRADUAL;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** Ten classes from 28 x 28 pixels; 95 % and 90 % of the hidden weights go while it trains. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(optimizer = @Optimizer(kind = ADAM, learningRate = 1.2e-3), batch = 60, epochs = 8)
public interface Digits {

  @Flatten
  Tensor pixels(Tensor image);

  @Dense(300)
  @Activate(RELU)
  @Prune(sparsity = 0.95, schedule = @Schedule(kind = GRADUAL, from = 1, to = 6))
  Tensor hidden1(Tensor pixels);

  @Dense(100)
  @Activate(RELU)
  @Prune(sparsity = 0.90, schedule = @Schedule(kind = GRADUAL, from = 1, to = 6))
  Tensor hidden2(Tensor hidden1);

  @Dense(10)
  Tensor logits(Tensor hidden2);
}
