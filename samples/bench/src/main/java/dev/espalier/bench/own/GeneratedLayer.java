package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.Pattern;
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
import dev.espalier.codegen.ir.Operand.BitmapPart;
import dev.espalier.codegen.ir.Operand.PanelPart;
import dev.espalier.codegen.ir.Operand.StripPart;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.Wiring;
import dev.espalier.runtime.execution.BitmapForm;
import dev.espalier.runtime.execution.PanelForm;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.execution.StripForm;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.WeightGeometry;
import java.time.Duration;
import java.util.BitSet;
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
      case Product product -> takes(product.sparsity(), product.pattern());
      case Convolution convolution -> takes(convolution.sparsity(), convolution.pattern());
      case Gradients _ -> form == LayerForm.DENSE;
      case Training _, Latency _ -> false;
    };
  }

  private boolean takes(double sparsity, String pattern) {
    return form == LayerForm.DENSE || sparsity > 0 && (form != LayerForm.STRIPS || stripRows(pattern) > 0);
  }

  /** Rows of a strip for a pattern, as the compiler takes them from a policy; 0 where its rows do not agree. */
  private static int stripRows(String pattern) {
    return StripForm.height(Pattern.agreeingRows(pattern));
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
    WeightGeometry geometry = WeightGeometry.dense(shape.m(), shape.k(), false);
    Layout in = Layout.vector(shape.k());
    Binding binding = weights(new Binding(), task.weights(), geometry, in, task.pattern())
        .lines(X, in)
        .lines(Y, Layout.vector(shape.m()));
    Slab slab = binding.allocate(Slab.lanes(shape.n()));
    int x = binding.offset(X, slab);
    int y = binding.offset(Y, slab);
    Lines.copyIn(task.x(), shape.n(), slab, x);
    Runnable program = Program.of(inference(dense(shape, task.pattern())), binding, slab);
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
    Runnable program = Program.of(dense(shape, task.product().pattern()).backward(), binding, slab);
    return prepared(
        program, () -> List.of(Lines.copyOut(slab, dx, shape.k(), shape.n()), weights.gather(dw)));
  }

  private static LayerKernels dense(ProductShape shape, String pattern) {
    DenseLayer layer = new DenseLayer(shape.m(), false);
    return lower(
        layer, Shape.of(shape.k()), Shape.of(shape.m()), Layout.vector(shape.k()), Layout.vector(shape.m()), pattern);
  }

  private Prepared convolution(Convolution task) throws Exception {
    ConvolutionShape shape = task.shapes();
    int kernel = ConvolutionShape.KERNEL;
    int padding = ConvolutionShape.PADDING;
    Layout in = Layout.image(shape.channels(), shape.height(), shape.width()).halo(padding, padding);
    Layout out = Layout.image(shape.filters(), shape.height(), shape.width());
    Conv2dLayer layer = new Conv2dLayer(
        shape.filters(), List.of(kernel), List.of(1), List.of(padding), 1, false);
    WeightGeometry geometry =
        layer.weights(List.of(Shape.of(shape.channels(), shape.height(), shape.width())));
    Binding binding =
        weights(new Binding(), task.weights(), geometry, in, task.pattern()).lines(X, in).lines(Y, out);
    Slab slab = binding.allocate(Slab.lanes(shape.batch()));
    int x = binding.offset(X, slab);
    int y = binding.offset(Y, slab);
    Lines.samplesIn(task.x(), shape.batch(), slab, x, in);
    LayerKernels kernels = lower(
        layer,
        Shape.of(shape.channels(), shape.height(), shape.width()),
        Shape.of(shape.filters(), shape.height(), shape.width()),
        in,
        out,
        task.pattern());
    Runnable program = Program.of(inference(kernels), binding, slab);
    return prepared(program, () -> List.of(Lines.samplesOut(slab, y, out, shape.batch())));
  }

  private static LayerKernels lower(Layer layer, Shape input, Shape output, Layout in, Layout out, String pattern) {
    Wiring.Source source = new Wiring.Source("x", input, in, in, true, false);
    List<Shape> inputs = List.of(input);
    return layer.lower(
        new Wiring("Bench", LAYER, List.of(source), out, out, output, layer.weights(inputs), null)
            .packed(stripRows(pattern), true));
  }

  private List<KernelCall> inference(LayerKernels kernels) {
    return switch (form) {
      case DENSE -> kernels.inference();
      case ROWS -> kernels.inferenceRows();
      case PANELS -> kernels.inferencePanels();
      case STRIPS -> kernels.inferenceStrips();
      case BITMAP -> kernels.inferenceBitmap();
    };
  }

  /** Packs the weights as a frozen layer does. */
  private Binding weights(
      Binding binding, SparseMatrix weights, WeightGeometry geometry, Layout in, String pattern) {
    float[] values = weights.dense();
    BitSet kept = weights.mask();
    return switch (form) {
      case DENSE -> binding.floats(W, values);
      case ROWS -> {
        RowForm rows = RowForm.of(geometry, in, values, kept);
        yield binding
            .floats(new Operand.RowValues(LAYER), rows.values())
            .ints(new Operand.RowPointers(LAYER), rows.pointers())
            .ints(new Operand.RowTaps(LAYER), rows.taps());
      }
      case PANELS -> {
        PanelForm panels = PanelForm.of(geometry, in, values, kept);
        yield binding
            .floats(new Operand.Panel(LAYER, PanelPart.VALUES), panels.values())
            .floats(new Operand.Panel(LAYER, PanelPart.SHARED_VALUES), panels.sharedValues())
            .ints(new Operand.Panel(LAYER, PanelPart.ORDER), panels.order())
            .ints(new Operand.Panel(LAYER, PanelPart.POINTERS), panels.pointers())
            .ints(new Operand.Panel(LAYER, PanelPart.TAPS), panels.taps())
            .ints(new Operand.Panel(LAYER, PanelPart.SHARED_POINTERS), panels.sharedPointers())
            .ints(new Operand.Panel(LAYER, PanelPart.SHARED_TAPS), panels.sharedTaps());
      }
      case STRIPS -> {
        StripForm strips = StripForm.of(stripRows(pattern), geometry, in, values, kept);
        yield binding
            .floats(new Operand.Strip(LAYER, StripPart.VALUES), strips.values())
            .ints(new Operand.Strip(LAYER, StripPart.ORDER), strips.order())
            .ints(new Operand.Strip(LAYER, StripPart.POINTERS), strips.pointers())
            .ints(new Operand.Strip(LAYER, StripPart.TAPS), strips.taps());
      }
      case BITMAP -> {
        BitmapForm bitmap = BitmapForm.of(geometry, in, values, kept);
        yield binding
            .floats(new Operand.Bitmap(LAYER, BitmapPart.VALUES), bitmap.values())
            .ints(new Operand.Bitmap(LAYER, BitmapPart.WORDS), bitmap.words())
            .ints(new Operand.Bitmap(LAYER, BitmapPart.STARTS), bitmap.starts())
            .ints(new Operand.Bitmap(LAYER, BitmapPart.LINES), bitmap.lines())
            .ints(new Operand.Bitmap(LAYER, BitmapPart.GROUPS), bitmap.groups())
            .ints(new Operand.Bitmap(LAYER, BitmapPart.SET_POINTERS), bitmap.setPointers())
            .ints(new Operand.Bitmap(LAYER, BitmapPart.SET_BITS), bitmap.setBits());
      }
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
