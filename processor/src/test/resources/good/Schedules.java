package good;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.OptimizerKind;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** A schedule of its own for each layer, where they can stand beside one another. */
@Network(inputs = @Input(name = "features", shape = {32}))
@Train(
    optimizer = @Optimizer(kind = OptimizerKind.ADAM, learningRate = 1e-3),
    epochs = 8,
    evaluateEvery = 50,
    evaluatePrunings = true)
interface Schedules {
  @Dense(64)
  @Activate(Activation.RELU)
  @Prune(
      sparsity = 0.9,
      scope = Scope.GLOBAL,
      densities = Densities.ERDOS_RENYI,
      schedule = @Schedule(kind = ScheduleKind.DYNAMIC, regrow = Regrow.RANDOM, fraction = 0.2, every = 50, to = 6))
  Tensor hidden1(Tensor features);

  @Dense(64)
  @Activate(Activation.RELU)
  @Prune(
      sparsity = 0.9,
      scope = Scope.GLOBAL,
      densities = Densities.ERDOS_RENYI,
      schedule = @Schedule(kind = ScheduleKind.DYNAMIC, regrow = Regrow.RANDOM, fraction = 0.2, every = 50, to = 6))
  Tensor hidden2(Tensor hidden1);

  @Dense(32)
  @Activate(Activation.RELU)
  @Prune(
      threshold = 1e-6,
      granularity = Granularity.NEURON,
      schedule = @Schedule(
          kind = ScheduleKind.REGULARISED, penalty = Penalty.GROUP_LASSO, lambda = 1e-3, fineTune = 2))
  Tensor hidden3(Tensor hidden2);

  @Dense(32)
  @Activate(Activation.RELU)
  @Prune(sparsity = 0.5, schedule = @Schedule(fineTune = 2))
  Tensor hidden4(Tensor hidden3);

  @Dense(4)
  @Prune(sparsity = 0.5, schedule = @Schedule(from = 0))
  Tensor logits(Tensor hidden4);
}
