package dev.espalier.bench.peer;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Kind;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.Task;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;

/** Dense products by sgemm, zeros and all. */
final class Blas implements Contender {
  private final String name;
  private final Set<Kind> kinds;
  private final Sgemm sgemm;

  Blas(String name, Set<Kind> kinds, Sgemm sgemm) {
    this.name = name;
    this.kinds = kinds;
    this.sgemm = sgemm;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Task task) {
    return kinds.contains(task.kind()) && (task instanceof Product || task instanceof Gradients);
  }

  @Override
  public Prepared prepare(Task task) {
    return task instanceof Gradients gradients ? gradients(gradients) : product((Product) task);
  }

  private Prepared product(Product task) {
    ProductShape shape = task.shapes();
    FloatPointer w = Buffers.of(task.weights().dense());
    FloatPointer x = Buffers.of(task.x());
    FloatPointer y = Buffers.zeros(shape.m() * shape.n());
    return new Prepared() {
      @Override
      public void run() {
        sgemm.multiply(false, false, shape.m(), shape.n(), shape.k(), w, x, y);
      }

      @Override
      public List<float[]> result() {
        return List.of(Buffers.read(y, shape.m() * shape.n()));
      }

      @Override
      public void close() {
        release(w, x, y);
      }
    };
  }

  private Prepared gradients(Gradients task) {
    ProductShape shape = task.product().shapes();
    SparseMatrix weights = task.product().weights();
    FloatPointer w = Buffers.of(weights.dense());
    FloatPointer x = Buffers.of(task.product().x());
    FloatPointer dy = Buffers.of(task.dy());
    FloatPointer dx = Buffers.zeros(shape.k() * shape.n());
    FloatPointer dw = Buffers.zeros(shape.m() * shape.k());
    return new Prepared() {
      @Override
      public void run() {
        sgemm.multiply(true, false, shape.k(), shape.n(), shape.m(), w, dy, dx);
        sgemm.multiply(false, true, shape.m(), shape.k(), shape.n(), dy, x, dw);
      }

      @Override
      public List<float[]> result() {
        return List.of(
            Buffers.read(dx, shape.k() * shape.n()), weights.gather(Buffers.read(dw, shape.m() * shape.k())));
      }

      @Override
      public void close() {
        release(w, x, dy, dx, dw);
      }
    };
  }

  private static void release(FloatPointer... pointers) {
    for (FloatPointer pointer : pointers) {
      pointer.deallocate();
    }
  }
}
