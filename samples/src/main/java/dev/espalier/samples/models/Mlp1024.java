package dev.espalier.samples.models;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.OptimizerKind.SGD;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** 784-1024-1024-10: 1.86 million weights, large enough that what a step takes follows from what is kept of them. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(optimizer = @Optimizer(kind = SGD, learningRate = 0.1, momentum = 0.9), batch = 100, epochs = 3)
@Prune(sparsity = 0.9)
public interface Mlp1024 {

  /** The image as a vector. */
  @Flatten
  Tensor pixels(Tensor image);

  /** 784 to 1024. */
  @Dense(1024)
  @Activate(RELU)
  Tensor hidden1(Tensor pixels);

  /** 1024 to 1024. */
  @Dense(1024)
  @Activate(RELU)
  Tensor hidden2(Tensor hidden1);

  /** 1024 to 10 classes. */
  @Dense(10)
  Tensor logits(Tensor hidden2);
}
