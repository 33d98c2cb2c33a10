package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.Wiring;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.time.Duration;
import java.util.List;

/** One layer's kernels as the compiler makes them for a network. */
final class GeneratedLayer implements Contender {
  private static final String LAYER = "layer";
  private static final Operand X = new Operand.Value("x");
  private static final Operand Y = new Operand.Value(LAYER);
  private static final Operand DX = new Operand.Gradient("x");
  private static final Operand DY = new Operand.Gradient(LAYER);
  private static final Operand W = new Operand.Weight(LAYER);
  private static final Operand DW = new Operand.WeightGradient(LAYER);

  private final LayerForm form;

  GeneratedLayer(LayerForm form) {
    this.form = form;
  }

  @Override
  public String name() {
    return form.toString();
  }

  @Override
  public Duration settling() {
    return Duration.ofMillis(300);
  }

  @Override
  public boolean takes(Task task) {
    return switch (task) {
      case Product product -> form == LayerForm.DENSE || product.sparsity() > 0;
      case Convolution convolution -> form == LayerForm.DENSE || convolution.sparsity() > 0;
      case Gradients _ -> form == LayerForm.DENSE;
      case Training _, Latency _ -> false;
    };
  }

  @Override
  public Prepared prepare(Task task) throws Exception {
    return switch (task) {
      case Product product -> product(product);
      case Convolution convolution -> convolution(convolution);
      case Gradients gradients -> gradients(gradients);
      case Training _, Latency _ -> throw new IllegalArgumentException(name() + " takes no " + task.kind());
    };
  }

  private Prepared product(Product task) throws Exception {
    ProductShape shape = task.shapes();
    Binding binding = weights(new Binding(), task.weights(), task.weights().indices())
        .lines(X, Layout.vector(shape.k()))
        .lines(Y, Layout.vector(shape.m()));
    Slab slab = binding.allocate(Slab.lanes(shape.n()));
    int x = binding.offset(X, slab);
    int y = binding.offset(Y, slab);
    Lines.copyIn(task.x(), shape.n(), slab, x);
    Runnable program = Program.of(inference(dense(shape)), binding, slab);
    return prepared(program, () -> List.of(Lines.copyOut(slab, y, shape.m(), shape.n())));
  }

  private Prepared gradients(Gradients task) throws Exception {
    ProductShape shape = task.product().shapes();
    SparseMatrix weights = task.product().weights();
    float[] dw = new float[shape.m() * shape.k()];
    Binding binding = new Binding()
        .floats(W, weights.dense())
        .floats(DW, dw)
        .lines(X, Layout.vector(shape.k()))
        .lines(DX, Layout.vector(shape.k()))
        .lines(DY, Layout.vector(shape.m()));
    Slab slab = binding.allocate(Slab.lanes(shape.n()));
    Lines.copyIn(task.product().x(), shape.n(), slab, binding.offset(X, slab));
    Lines.copyIn(task.dy(), shape.n(), slab, binding.offset(DY, slab));
    int dx = binding.offset(DX, slab);
    Runnable program = Program.of(dense(shape).backward(), binding, slab);
    return prepared(
        program, () -> List.of(Lines.copyOut(slab, dx, shape.k(), shape.n()), weights.gather(dw)));
  }

  private static LayerKernels dense(ProductShape shape) {
    DenseLayer layer = new DenseLayer(shape.m(), false);
    return lower(layer, Shape.of(shape.k()), Shape.of(shape.m()), Layout.vector(shape.k()), Layout.vector(shape.m()));
  }

  private Prepared convolution(Convolution task) throws Exception {
    ConvolutionShape shape = task.shapes();
    int kernel = ConvolutionShape.KERNEL;
    int padding = ConvolutionShape.PADDING;
    Layout in = Layout.image(shape.channels(), shape.height(), shape.width()).halo(padding, padding);
    // A halo for the next convolution, as it lies in a network.
    Layout out = Layout.image(shape.filters(), shape.height(), shape.width()).halo(padding, padding);
    int[] taps = task.weights().indices().clone();
    for (int i = 0; i < taps.length; i++) {
      int tap = taps[i];
      int channel = tap / (kernel * kernel);
      taps[i] = in.line(channel, tap / kernel % kernel - padding, tap % kernel - padding);
    }
    Binding binding = weights(new Binding(), task.weights(), taps).lines(X, in).lines(Y, out);
    // One sample's pixels are lanes themselves.
    int lanes = shape.batch() == 1 ? 1 : Slab.LANE_MULTIPLE;
    Slab slab = binding.allocate(lanes, (shape.batch() + lanes - 1) / lanes);
    int x = binding.offset(X, slab);
    int y = binding.offset(Y, slab);
    Lines.samplesIn(task.x(), shape.batch(), slab, x, binding.lines(), in);
    Conv2dLayer layer = new Conv2dLayer(
        shape.filters(), List.of(kernel), List.of(1), List.of(padding), 1, false);
    LayerKernels kernels = lower(
        layer,
        Shape.of(shape.channels(), shape.height(), shape.width()),
        Shape.of(shape.filters(), shape.height(), shape.width()),
        in,
        out);
    Runnable program = Program.of(lanes == 1 ? single(kernels) : inference(kernels), binding, slab);
    return prepared(program, () -> List.of(Lines.samplesOut(slab, y, binding.lines(), out, shape.batch())));
  }

  private static LayerKernels lower(Layer layer, Shape input, Shape output, Layout in, Layout out) {
    Wiring.Source source = new Wiring.Source("x", input, in, in, true, false);
    List<Shape> inputs = List.of(input);
    return layer.lower(
        new Wiring("Bench", LAYER, List.of(source), out, out, output, layer.weights(inputs), null));
  }

  private List<KernelCall> inference(LayerKernels kernels) {
    return switch (form) {
      case DENSE -> kernels.inference();
      case ROWS -> kernels.inferenceRows();
    };
  }

  /** For one sample: what runs on the weights in this form, and what runs on any. */
  private List<KernelCall> single(LayerKernels kernels) {
    Operand other = form == LayerForm.DENSE ? new Operand.RowValues(LAYER) : W;
    return kernels.single().stream().filter(call -> !call.operands().contains(other)).toList();
  }

  private Binding weights(Binding binding, SparseMatrix weights, int[] taps) {
    return switch (form) {
      case DENSE -> binding.floats(W, weights.dense());
      case ROWS ->
          binding
              .floats(new Operand.RowValues(LAYER), weights.values())
              .ints(new Operand.RowPointers(LAYER), weights.pointers())
              .ints(new Operand.RowTaps(LAYER), taps);
    };
  }

  private static Prepared prepared(Runnable program, Result result) {
    return new Prepared() {
      @Override
      public void run() {
        program.run();
      }

      @Override
      public List<float[]> result() {
        return result.get();
      }
    };
  }

  /** Reads a result out of the slab. */
  private interface Result {
    List<float[]> get();
  }
}
