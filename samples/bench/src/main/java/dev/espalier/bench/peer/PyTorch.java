package dev.espalier.bench.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import java.util.List;

/** PyTorch through the Deep Java Library: a linear layer, and a step of training, dense. */
final class PyTorch implements Contender {
  private static final String ENGINE = "PyTorch";

  private final int threads;

  PyTorch(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "pytorch-dense";
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Product || task instanceof Training || task instanceof ResidualTraining;
  }

  @Override
  public Prepared prepare(Task task) {
    NDManager manager = Engine.getEngine(ENGINE).newBaseManager();
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    return switch (task) {
      case Training training -> new PyTorchStep(manager, training);
      case ResidualTraining training -> new PyTorchResidual(manager, training);
      default -> new LinearLayer(manager, (Product) task);
    };
  }

  /** Samples as rows, as PyTorch has them. */
  private static final class LinearLayer implements Prepared {
    private final NDManager manager;
    private final ProductShape shape;
    private final NDArray weights;
    private final NDArray x;
    private NDArray last;

    LinearLayer(NDManager manager, Product task) {
      this.manager = manager;
      this.shape = task.shapes();
      this.weights = manager.create(task.weights().dense(), new Shape(shape.m(), shape.k()));
      this.x = manager.create(Buffers.transposed(task.x(), shape.k(), shape.n()), new Shape(shape.n(), shape.k()));
    }

    @Override
    public void run() {
      if (last != null) {
        last.close();
      }
      last = Linear.linear(x, weights).singletonOrThrow();
    }

    @Override
    public List<float[]> result() {
      return List.of(Buffers.transposed(last.toFloatArray(), shape.n(), shape.m()));
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}
