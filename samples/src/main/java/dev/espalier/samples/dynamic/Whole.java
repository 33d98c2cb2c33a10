package dev.espalier.samples.dynamic;

import static dev.espalier.dsl.LearningRateKind.COSINE;
import static dev.espalier.dsl.OptimizerKind.ADAM;
import static dev.espalier.dsl.ScheduleKind.GRADUAL;

import dev.espalier.dsl.Input;
import dev.espalier.dsl.LearningRate;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Train;

/** Nothing depends on the sample; weights are pruned as the interface says or a run wants. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(
    optimizer = @Optimizer(kind = ADAM, learningRate = 2e-3),
    learningRate = @LearningRate(kind = COSINE),
    batch = 50,
    epochs = 4)
@Prune(sparsity = 0.5, schedule = @Schedule(kind = GRADUAL, to = 3, every = 50))
public interface Whole extends Convnet {}
