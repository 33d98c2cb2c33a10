package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.Settling;
import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.task.Block;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.parallel.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A network as a user has it: an annotated interface that the processor compiles, frozen with the task's mask and run by
 * a session, in a form that is forced, or in the one that is chosen.
 */
final class FrozenForm implements Contender {
  /** No form is forced. */
  static final String AUTO = "auto";

  /** Kept weights up to which a layer is baked; one with more would run as rows. */
  private static final int MOST_BAKED = 500;

  private final String form;
  private final int threads;

  FrozenForm(String form, int threads) {
    this.form = form;
    this.threads = threads;
  }

  @Override
  public String name() {
    return form;
  }

  @Override
  public Settling settling() {
    // A loop that HotSpot replaces while it runs keeps its method out of the compiler's queue until that is done.
    // A baked kernel's many small methods are counted for long before they are compiled for good.
    return Settling.ofCompiledCode(Duration.ofSeconds(form.equals("baked") ? 4 : 1));
  }

  @Override
  public boolean takes(Task task) {
    return switch (task) {
      case Product product ->
          takes(product.sparsity(), product.pattern())
              && (!form.equals("row-blocks") || blocks(product.shapes()))
              && (!form.equals("baked") || product.weights().kept() <= MOST_BAKED);
      case Convolution convolution ->
          takes(convolution.sparsity(), convolution.pattern())
              && !form.equals("row-blocks")
              && (!form.equals("baked") || convolution.weights().kept() <= MOST_BAKED);
      case Block block ->
          takes(block.sparsity(), block.pattern()) && !form.equals("row-blocks") && !form.equals("baked");
      // One sample has forms of its own, dense or not.
      case Latency latency ->
          threads == 1 && (form.equals("dense") || form.equals(AUTO) || (form.equals("rows") && latency.sparsity() > 0));
      case Gradients _, Training _, ResidualTraining _ -> false;
    };
  }

  private boolean takes(double sparsity, String pattern) {
    return switch (form) {
      case AUTO, "dense" -> true;
      case "strips" -> sparsity > 0 && Pattern.agreeingRows(pattern) > 1;
      default -> sparsity > 0;
    };
  }

  private static boolean blocks(ProductShape shape) {
    return RowForm.takesBlocks(WeightGeometry.dense(shape.m(), shape.k(), false));
  }

  @Override
  public Prepared prepare(Task task) throws Exception {
    Frozen frozen = AnnotatedNetwork.of(task, form.equals("bitmap")).freeze(form);
    return switch (task) {
      case Product product -> new Batch(frozen, product, threads);
      case Convolution convolution -> new Batch(frozen, convolution, threads);
      case Block block -> new Batch(frozen, block, threads);
      case Latency latency -> new OneSample(frozen, latency);
      case Gradients _, Training _, ResidualTraining _ -> throw new IllegalArgumentException(name() + " takes no " + task.kind());
    };
  }

  /**
   * A batch in place: what is timed is the session's run. Of several layers the later ones may have written over the input,
   * so that runs go on with what they find; a result is that of the batch.
   */
  private static final class Batch implements Prepared {
    private final Workers workers;
    private final FrozenSession session;
    private final float[] in;
    private final int samples;
    private final int outputs;
    private final UnaryOperator<float[]> arrange;

    Batch(Frozen frozen, Product task, int threads) {
      this(frozen, task.shapes().n(), task.shapes().m(), threads,
          transposed(task.x(), task.shapes().k(), task.shapes().n()),
          y -> transposed(y, task.shapes().n(), task.shapes().m()));
    }

    Batch(Frozen frozen, Convolution task, int threads) {
      this(frozen, task.shapes().batch(), outputs(task.shapes()), threads, task.x(),
          UnaryOperator.identity());
    }

    Batch(Frozen frozen, Block task, int threads) {
      this(frozen, task.shapes().batch(), task.shapes().numbers(), threads,
          eachTransposed(task.x(), task.shapes().tokens(), task.shapes().width()),
          y -> eachTransposed(y, task.shapes().width(), task.shapes().tokens()));
    }

    private Batch(Frozen frozen, int samples, int outputs, int threads, float[] in, UnaryOperator<float[]> arrange) {
      this.samples = samples;
      this.outputs = outputs;
      this.arrange = arrange;
      this.workers = Workers.of(threads);
      this.session = frozen.session(samples, workers);
      this.in = in;
      session.load(in);
    }

    private static int outputs(ConvolutionShape shape) {
      return shape.filters() * shape.plane();
    }

    @Override
    public void run() {
      session.run();
    }

    @Override
    public List<float[]> result() {
      float[] out = new float[samples * outputs];
      session.load(in);
      session.run();
      session.store(out);
      return List.of(arrange.apply(out));
    }

    @Override
    public void close() {
      workers.close();
    }

    private static float[] eachTransposed(float[] samples, int count, int length) {
      float[] all = new float[samples.length];
      int size = count * length;
      for (int from = 0; from < samples.length; from += size) {
        System.arraycopy(
            transposed(Arrays.copyOfRange(samples, from, from + size), count, length), 0, all, from, size);
      }
      return all;
    }

    private static float[] transposed(float[] rows, int count, int length) {
      float[] columns = new float[rows.length];
      for (int row = 0; row < count; row++) {
        for (int column = 0; column < length; column++) {
          columns[column * count + row] = rows[row * length + column];
        }
      }
      return columns;
    }
  }

  /** One sample from and to arrays. */
  @SuppressWarnings("ArrayRecordComponent") // State of a run, not a value.
  private record OneSample(FrozenSession session, float[] sample, float[] scores) implements Prepared {

    OneSample(Frozen frozen, Latency task) {
      this(frozen.session(1), task.network().x(), new float[task.network().shape().classes()]);
    }

    @Override
    public void run() {
      session.scores(sample, scores);
    }

    @Override
    public List<float[]> result() {
      return List.of(scores.clone());
    }
  }
}
