package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.Settling;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.Task;
import dev.espalier.runtime.execution.ColumnTiles;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.WeightStep;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.train.ParameterGradients;
import dev.espalier.runtime.train.TrainingProgram;
import java.time.Duration;
import java.util.List;

/** The backward pass of a dense layer as a training step makes it, over all weights or over kept ones alone. */
final class TrainedGradients implements Contender {
  private final String form;
  private final int threads;

  /**
   * A form of the step.
   *
   * @param form {@code dense} or {@code kept}
   */
  TrainedGradients(String form, int threads) {
    this.form = form;
    this.threads = threads;
  }

  @Override
  public String name() {
    return form;
  }

  @Override
  public Settling settling() {
    return Settling.ofCompiledCode(Duration.ofSeconds(1));
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Gradients && (form.equals("dense") || task.sparsity() > 0);
  }

  @Override
  public Prepared prepare(Task task) throws Exception {
    Gradients gradients = (Gradients) task;
    return new Passes(gradients, AnnotatedNetwork.trained(gradients).create(), form.equals("kept"), threads);
  }

  /** Values and output gradients stand in the panels from the start; a run makes the gradients of input and weights. */
  private static final class Passes implements Prepared {
    private final Gradients task;
    private final ProductShape shape;
    private final TrainingProgram program;
    private final WeightStep before;
    private final Parameter weight;
    private final Panels panels;
    private final Workers workers;
    private final ParameterGradients gradients;
    private final int[] counts;
    private final boolean kept;
    private final boolean tiled;

    Passes(Gradients task, PrunableNetwork network, boolean kept, int threads) {
      this.task = task;
      this.shape = task.product().shapes();
      this.kept = kept;
      this.program = network.task().program();
      this.before = program.weightSteps().get(0);
      WeightStep step = program.weightSteps().get(1);
      this.weight = network.layers().get(step.layer()).weight();
      this.workers = Workers.of(threads);
      Blueprint blueprint = network.blueprint();
      this.panels = Panels.allocate(blueprint.trainingLines(), shape.n(), threads, blueprint.widestPanel());
      this.counts = new int[panels.count()];
      weight.passOverKept(kept);
      weight.gatherKept();
      this.tiled = step.tiles() && !kept;
      weight.tileColumns(tiled);
      this.gradients = new ParameterGradients(network.task(), panels, workers);
      for (int p = 0; p < counts.length; p++) {
        counts[p] = panels.samples(p, shape.n());
        fill(p, step.inputLine(), task.product().x(), shape.k());
        fill(p, step.gradientLine(), task.dy(), shape.m());
      }
    }

    private void fill(int panel, int line, float[] from, int lines) {
      Slab slab = panels.slab(panel);
      for (int i = 0; i < lines; i++) {
        System.arraycopy(
            from, i * shape.n() + panels.first(panel), slab.values(), slab.address(line + i), counts[panel]);
      }
    }

    @Override
    public void run() {
      if (tiled) {
        workers.run(ColumnTiles.pieces(weight.columns()), (piece, worker) -> weight.copyTiles(piece));
      }
      workers.run(counts.length, (panel, worker) -> {
        Slab slab = panels.slab(panel);
        program.backward(slab.values(), slab.base(), slab.lanes());
      });
      gradients.take(counts, !kept);
    }

    @Override
    public List<float[]> result() {
      float[] dx = new float[shape.k() * shape.n()];
      for (int p = 0; p < counts.length; p++) {
        Slab slab = panels.slab(p);
        for (int i = 0; i < shape.k(); i++) {
          System.arraycopy(
              slab.values(), slab.address(before.gradientLine() + i), dx, i * shape.n() + panels.first(p), counts[p]);
        }
      }
      float[] dw = weight.isGradientOfKept()
          ? weight.lastGradient().clone()
          : task.product().weights().gather(weight.gradient());
      return List.of(dx, dw);
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
