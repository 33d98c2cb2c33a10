package good;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.OptimizerKind.ADAM;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

@Network(inputs = @Input(name = "image", shape = {784}))
@Train(optimizer = @Optimizer(kind = ADAM, learningRate = 1.2e-3), batch = 60, epochs = 20)
public interface LeNet300 {

  @Dense(300)
  @Activate(RELU)
  @Prune(sparsity = 0.95, schedule = @Schedule(kind = ScheduleKind.GRADUAL, from = 1, to = 12))
  Tensor hidden1(Tensor image);

  @Dense(100)
  @Activate(RELU)
  @Prune(sparsity = 0.90)
  Tensor hidden2(Tensor hidden1);

  @Dense(10)
  Tensor logits(Tensor hidden2);
}
