package dev.espalier.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.NetworkShape;
import dev.espalier.bench.task.Training;
import java.util.ArrayList;
import java.util.List;

/** Forward, cross-entropy, backward and an update with momentum, in as few calls of PyTorch as it takes. */
final class PyTorchStep implements Contender.Prepared {
  private final NDManager manager;
  private final Network network;
  private final NDArray x;
  private final NDArray labels;
  private final MomentumUpdate parameters;
  private NDArray loss;

  PyTorchStep(NDManager manager, Training task) {
    this.manager = manager;
    this.network = task.network();
    this.parameters = new MomentumUpdate(manager);
    NetworkShape shape = network.shape();
    x = manager.create(network.x(), new Shape(shape.batch(), shape.inputs()));
    labels = MomentumUpdate.labels(manager, task.labels());
    for (int layer = 0; layer < shape.layers(); layer++) {
      int units = shape.widths().get(layer + 1);
      parameters.add(manager.create(network.weights().get(layer).dense(), new Shape(units, shape.widths().get(layer))));
      parameters.add(manager.create(network.biases().get(layer), new Shape(units)));
    }
  }

  @Override
  public void run() {
    if (loss != null) {
      loss.close();
    }
    try (NDManager step = manager.newSubManager()) {
      x.tempAttach(step);
      labels.tempAttach(step);
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray value = x;
        for (int i = 0; i < parameters.size(); i += 2) {
          value = Linear.linear(value, parameters.get(i), parameters.get(i + 1)).singletonOrThrow();
          if (i + 2 < parameters.size()) {
            value = Activation.relu(value);
          }
        }
        loss = value.logSoftmax(1).gather(labels, 1).mean().neg();
        collector.backward(loss);
      }
      loss.attach(manager);
      parameters.update();
    }
  }

  @Override
  public List<float[]> result() {
    List<float[]> result = new ArrayList<>();
    result.add(new float[] {loss.getFloat()});
    for (int i = 0; i < parameters.size(); i++) {
      float[] values = parameters.get(i).toFloatArray();
      result.add(i % 2 == 0 ? network.weights().get(i / 2).gather(values) : values);
    }
    return result;
  }

  @Override
  public void close() {
    manager.close();
  }
}
