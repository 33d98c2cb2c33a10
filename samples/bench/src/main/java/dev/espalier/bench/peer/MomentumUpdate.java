package dev.espalier.bench.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.espalier.bench.task.Training;
import java.util.ArrayList;
import java.util.List;

/** Parameters of a PyTorch network and gradient descent with momentum on them. */
final class MomentumUpdate {
  private final NDManager manager;
  private final List<NDArray> parameters = new ArrayList<>();
  private final List<NDArray> momenta = new ArrayList<>();

  MomentumUpdate(NDManager manager) {
    this.manager = manager;
  }

  /** Labels as a column. */
  static NDArray labels(NDManager manager, int[] labels) {
    long[] classes = new long[labels.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels[i];
    }
    return manager.create(classes, new Shape(labels.length, 1));
  }

  void add(NDArray parameter) {
    parameter.setRequiresGradient(true);
    parameters.add(parameter);
    momenta.add(manager.zeros(parameter.getShape()));
  }

  int size() {
    return parameters.size();
  }

  NDArray get(int i) {
    return parameters.get(i);
  }

  /** One step down the gradients, which become zero. */
  void update() {
    for (int i = 0; i < parameters.size(); i++) {
      try (NDArray gradient = parameters.get(i).getGradient()) {
        momenta.get(i).muli(Training.MOMENTUM).addi(gradient);
        try (NDArray step = momenta.get(i).mul(Training.LEARNING_RATE)) {
          parameters.get(i).subi(step);
        }
        gradient.muli(0);
      }
    }
  }
}
