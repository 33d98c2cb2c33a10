package dev.espalier.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.ResidualShape;
import dev.espalier.bench.task.ResidualShape.Added;
import dev.espalier.bench.task.ResidualShape.Convolved;
import dev.espalier.bench.task.ResidualShape.Normalised;
import dev.espalier.bench.task.ResidualShape.Step;
import dev.espalier.bench.task.ResidualTraining;
import java.util.ArrayList;
import java.util.List;

/** A training step of a residual network, in as few calls of PyTorch as it takes. */
final class PyTorchResidual implements Contender.Prepared {
  private final NDManager manager;
  private final List<Step> steps;
  private final NDArray x;
  private final NDArray labels;
  private final MomentumUpdate parameters;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> variances = new ArrayList<>();
  private final List<SparseMatrix> weights;
  private float firstLoss = Float.NaN;
  private NDArray loss;

  PyTorchResidual(NDManager manager, ResidualTraining task) {
    this.manager = manager;
    this.parameters = new MomentumUpdate(manager);
    ResidualShape shape = task.shapes();
    this.steps = shape.steps();
    this.weights = task.weights();
    x = manager.create(task.x(), new Shape(shape.batch(), ResidualShape.CHANNELS, shape.image(), shape.image()));
    labels = MomentumUpdate.labels(manager, task.labels());
    int next = 0;
    for (Step step : steps) {
      switch (step) {
        case Convolved c -> parameters.add(manager.create(
            task.weights().get(next++).dense(), new Shape(c.channels(), c.inputs(), c.kernel(), c.kernel())));
        case Normalised n -> {
          parameters.add(manager.ones(new Shape(n.channels())));
          parameters.add(manager.zeros(new Shape(n.channels())));
          means.add(manager.zeros(new Shape(n.channels())));
          variances.add(manager.ones(new Shape(n.channels())));
        }
        case Added _ -> {}
      }
    }
    parameters.add(manager.create(
        task.weights().getLast().dense(), new Shape(ResidualShape.CLASSES, steps.getLast().channels())));
    parameters.add(manager.create(task.bias(), new Shape(ResidualShape.CLASSES)));
  }

  @Override
  public void run() {
    try (NDManager step = manager.newSubManager()) {
      forward(step, true);
      parameters.update();
    }
  }

  /** The loss of the batch, and the gradients of parameters where they are wanted. */
  private void forward(NDManager step, boolean backward) {
    if (loss != null) {
      loss.close();
    }
    x.tempAttach(step);
    labels.tempAttach(step);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      loss = scores().logSoftmax(1).gather(labels, 1).mean().neg();
      if (backward) {
        collector.backward(loss);
      }
    }
    loss.attach(manager);
    if (Float.isNaN(firstLoss)) {
      firstLoss = loss.getFloat();
    }
  }

  private NDArray scores() {
    List<NDArray> values = new ArrayList<>(List.of(x));
    int parameter = 0;
    int norm = 0;
    for (Step step : steps) {
      switch (step) {
        case Convolved c -> values.add(Conv2d.conv2d(
                values.get(c.from()), parameters.get(parameter++), null, new Shape(c.stride(), c.stride()),
                new Shape(c.padding(), c.padding()), new Shape(1, 1), 1)
            .singletonOrThrow());
        case Normalised n -> {
          NDArray y = BatchNorm.batchNorm(
                  values.get(n.from()), means.get(norm), variances.get(norm), parameters.get(parameter),
                  parameters.get(parameter + 1), 1, 0.1f, 1e-5f, true)
              .singletonOrThrow();
          values.add(n.relu() ? Activation.relu(y) : y);
          norm++;
          parameter += 2;
        }
        case Added a -> values.add(Activation.relu(values.get(a.from()).add(values.get(a.other()))));
      }
    }
    return Linear.linear(Pool.globalAvgPool2d(values.getLast()), parameters.get(parameter), parameters.get(parameter + 1))
        .singletonOrThrow();
  }

  /** A dense step moves pruned weights, too. They become 0 again, so that the loss is that of the task's step. */
  private void prune() {
    int parameter = 0;
    int next = 0;
    for (Step step : steps) {
      if (step instanceof Convolved) {
        SparseMatrix kept = weights.get(next++);
        float[] mask = new float[kept.rows() * kept.columns()];
        kept.mask().stream().forEach(i -> mask[i] = 1);
        NDArray weight = parameters.get(parameter);
        try (NDArray factors = manager.create(mask, weight.getShape())) {
          weight.muli(factors);
        }
      }
      parameter += step instanceof Normalised ? 2 : step instanceof Convolved ? 1 : 0;
    }
  }

  @Override
  public List<float[]> result() {
    prune();
    try (NDManager step = manager.newSubManager()) {
      float before = firstLoss;
      forward(step, false);
      return List.of(new float[] {before}, new float[] {loss.getFloat()});
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
