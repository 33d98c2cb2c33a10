package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.Task;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.Wiring;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.time.Duration;
import java.util.List;

/** The backward kernels of a dense layer as the compiler makes them for a network. */
final class GeneratedGradients implements Contender {
  private static final String LAYER = "layer";
  private static final Operand X = new Operand.Value("x");
  private static final Operand DX = new Operand.Gradient("x");
  private static final Operand DY = new Operand.Gradient(LAYER);
  private static final Operand W = new Operand.Weight(LAYER);
  private static final Operand DW = new Operand.WeightGradient(LAYER);

  @Override
  public String name() {
    return "dense";
  }

  @Override
  public Duration settling() {
    return Duration.ofMillis(300);
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Gradients;
  }

  @Override
  public Prepared prepare(Task task) throws Exception {
    Gradients gradients = (Gradients) task;
    ProductShape shape = gradients.product().shapes();
    SparseMatrix weights = gradients.product().weights();
    float[] dw = new float[shape.m() * shape.k()];
    Binding binding = new Binding()
        .floats(W, weights.dense())
        .floats(DW, dw)
        .lines(X, Layout.vector(shape.k()))
        .lines(DX, Layout.vector(shape.k()))
        .lines(DY, Layout.vector(shape.m()));
    Slab slab = binding.allocate(Slab.lanes(shape.n()));
    Lines.copyIn(gradients.product().x(), shape.n(), slab, binding.offset(X, slab));
    Lines.copyIn(gradients.dy(), shape.n(), slab, binding.offset(DY, slab));
    int dx = binding.offset(DX, slab);
    DenseLayer layer = new DenseLayer(shape.m(), false);
    Layout in = Layout.vector(shape.k());
    Layout out = Layout.vector(shape.m());
    Wiring.Source source = new Wiring.Source("x", Shape.of(shape.k()), in, in, true, false);
    Wiring wiring = new Wiring("Bench", LAYER, List.of(source), out, out, Shape.of(shape.m()),
        layer.weights(List.of(Shape.of(shape.k()))), null);
    Runnable program = Program.of(layer.lower(wiring).backward(), binding, slab);
    return new Prepared() {
      @Override
      public void run() {
        program.run();
      }

      @Override
      public List<float[]> result() {
        return List.of(Lines.copyOut(slab, dx, shape.k(), shape.n()), weights.gather(dw));
      }
    };
  }
}
