package dev.espalier.samples.lesson02;

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

/** The default policy stands on the interface; the output layer is left out of it. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(optimizer = @Optimizer(kind = ADAM, learningRate = 1.2e-3), batch = 60, epochs = 6)
@Prune(sparsity = 0.9, schedule = @Schedule(kind = GRADUAL, from = 1, to = 4))
public interface Grain {

  @Flatten
  Tensor pixels(Tensor image);

  @Dense(128)
  @Activate(RELU)
  Tensor hidden1(Tensor pixels);

  @Dense(64)
  @Activate(RELU)
  Tensor hidden2(Tensor hidden1);

  @Dense(10)
  Tensor logits(Tensor hidden2);
}
