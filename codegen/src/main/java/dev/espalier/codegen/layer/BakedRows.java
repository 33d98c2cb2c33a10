package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.InvalidKernelException;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.codegen.kernel.Walk;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.FrozenPlan;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The kept weights of a small layer written out, one multiply-add a weight: no index is loaded, no loop runs over a
 * row, and no branch is mispredicted at its end. Sums are taken in the order of {@link RowForm}, so that the bits are
 * those of its kernel. A convolution is the same at every position, a dense layer one of a single position.
 */
public final class BakedRows {
  /** Beyond some hundreds of weights the code grows out of the instruction cache, and C2 takes seconds for it. */
  public static final int MOST_WEIGHTS = 512;

  /** Multiply-adds of one loop over the lanes: what a method may hold. */
  private static final int SITES = 32;

  /** Calls into the Vector API of such a loop. */
  private static final int VECTOR_CALLS = 128;

  /** The same of a weight's multiply-add, with its load and its broadcast, for each vector. */
  private static final int CALLS_OF_WEIGHT = 3;

  /** The same of a row's first and last value, with its activation. */
  private static final int CALLS_OF_ROW = 6;

  /** Loops that a kernel is tried with; those over a limit of HotSpot become two kernels. */
  private static final int LOOPS = 4;

  private static final Buffer X = Buffer.laned("x", Access.READ);
  private static final Buffer Y = Buffer.laned("y", Access.WRITE);
  private static final Buffer BIAS = Buffer.floats("bias", Access.READ);

  private final LayerInfo layer;
  private final RowForm form;
  private final int vectors;

  private BakedRows(LayerInfo layer, RowForm form, int vectors) {
    this.layer = layer;
    this.form = form;
    this.vectors = vectors;
  }

  /**
   * The kernels that together compute a layer's result from its input: buffers {@code x}, {@code y} and, where the
   * layer has one, {@code bias}. Empty where the layer is too large, has a row that no method holds, or so many rows
   * without a weight that a whole kernel would read nothing.
   */
  public static List<KernelSpec> of(LayerInfo layer, RowForm form) {
    int longest = 0;
    for (int row = 0; row < layer.weights().rows(); row++) {
      longest = Math.max(longest, form.pointers()[row + 1] - form.pointers()[row]);
    }
    if (form.weightsRead() > MOST_WEIGHTS || longest > SITES) {
      return List.of();
    }
    int vectors = longest <= SITES / 4 ? 4 : longest <= SITES / 2 ? 2 : 1;
    List<KernelSpec> kernels = new BakedRows(layer, form, vectors).kernels();
    return kernels.stream().allMatch(BakedRows::readsInput) ? kernels : List.of();
  }

  private static boolean readsInput(KernelSpec kernel) {
    AtomicBoolean reads = new AtomicBoolean();
    Walk.statements(kernel.body(), s -> {
      if (Walk.value(s) != null) {
        Walk.expression(Walk.value(s), e -> {
          if (e instanceof Expr.Load load && load.buffer().equals(X)) {
            reads.set(true);
          }
        });
      }
    });
    return reads.get();
  }

  private List<KernelSpec> kernels() {
    List<List<Integer>> loops = new ArrayList<>();
    int sites = SITES;
    int calls = VECTOR_CALLS;
    for (int row = 0; row < layer.weights().rows(); row++) {
      int weights = form.pointers()[row + 1] - form.pointers()[row];
      int more = vectors * (CALLS_OF_WEIGHT * weights + CALLS_OF_ROW);
      if (sites + vectors * weights > SITES || calls + more > VECTOR_CALLS) {
        loops.add(new ArrayList<>());
        sites = 0;
        calls = 0;
      }
      loops.getLast().add(row);
      sites += vectors * weights;
      calls += more;
    }
    List<KernelSpec> kernels = new ArrayList<>();
    for (int from = 0; from < loops.size(); from += LOOPS) {
      add(loops.subList(from, Math.min(loops.size(), from + LOOPS)), kernels);
    }
    return kernels;
  }

  private void add(List<List<Integer>> loops, List<KernelSpec> kernels) {
    KernelSpec kernel = kernel(kernels.size(), loops);
    if (loops.size() == 1 || fits(kernel)) {
      kernels.add(kernel);
    } else {
      add(loops.subList(0, loops.size() / 2), kernels);
      add(loops.subList(loops.size() / 2, loops.size()), kernels);
    }
  }

  private static boolean fits(KernelSpec kernel) {
    try {
      return dev.espalier.codegen.kernel.lowered.Lowering.lower(kernel).schedule().equals(kernel.schedule());
    } catch (InvalidKernelException _) {
      return false;
    }
  }

  private KernelSpec kernel(int number, List<List<Integer>> loops) {
    WeightGeometry g = layer.weights();
    KernelSchedule schedule = KernelSchedule.PLAIN;
    List<Stmt> body = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      Var lane = new Var("lane" + i);
      schedule = schedule.with(lane, vectors);
      Axis row = Axis.of("row" + i, g.outHeight());
      Axis column = Axis.of("column" + i, g.outWidth());
      Stmt lanes = Stmt.lanes(lane, rows(loops.get(i), row, column).toArray(Stmt[]::new));
      body.addAll(Axis.nest(List.of(row, column), List.of(lanes)));
    }
    List<Buffer> buffers = g.bias() ? List.of(X, Y, BIAS) : List.of(X, Y);
    return new KernelSpec(layer.name() + " baked " + number, layer.name() + ": kept weights written out",
        "y[m] = f(b[m] + sum_p v[p] x[tap[p]])", buffers, body, schedule);
  }

  private List<Stmt> rows(List<Integer> rows, Axis row, Axis column) {
    WeightGeometry g = layer.weights();
    FrozenPlan plan = layer.frozen();
    Layout input = layer.inferenceInput();
    Window window = new Window(
        g.kernelHeight(), g.kernelWidth(), g.strideHeight(), g.strideWidth(), g.padHeight(), g.padWidth(),
        g.dilationHeight(), g.dilationWidth());
    Affine origin = window.origin(input, row, column);
    ActivationSpec activation = plan.activation() == null
        ? null : new ActivationSpec(plan.activation(), plan.slope(), SourceRef.NONE);
    List<Stmt> block = new ArrayList<>();
    for (int filter : rows) {
      Local sum = Local.lanes("sum" + filter);
      block.add(Stmt.define(sum, g.bias() ? BIAS.at(filter) : Expr.constant(0)));
      for (int k = form.pointers()[filter]; k < form.pointers()[filter + 1]; k++) {
        block.add(Stmt.addProduct(sum, Expr.constant(form.values()[k]), X.at(origin.plus(form.taps()[k]))));
      }
      Affine to = Lines.line(plan.output(), Affine.of(filter), row.index(), column.index());
      Expr result = Activations.apply(Activations.fits(activation) ? activation : null, sum, block);
      block.add(Stmt.store(Y, to, result));
    }
    return block;
  }
}
