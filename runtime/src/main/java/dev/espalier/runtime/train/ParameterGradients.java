package dev.espalier.runtime.train;

import dev.espalier.runtime.execution.KeptWeights;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WeightStep;
import dev.espalier.runtime.parallel.Task;
import dev.espalier.runtime.parallel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of weights and biases: sums over all panels of a batch, taken once every value and gradient of the batch
 * stands. Pieces of work write different elements and add panels in their order, so that the result does not depend on
 * who does what.
 */
public final class ParameterGradients {
  /** Pieces of a layer's kept rows for each thread. */
  private static final int PARTS = 4;

  private final TrainingProgram program;
  private final Panels panels;
  private final Workers workers;
  private final Layer[] layers;
  private final int[] samples;
  private final Slab[] strips;
  private final float[][] sums;
  private final float[][] biasSums;
  private final Task prepare;
  private final Task run;
  private Piece[] pieces = {};
  private int planned = -1;

  /** A layer with weights, and its strips where its gradient is taken so. */
  private record Layer(WeightStep step, LayerParameters parameters, WeightStrips strips) {

    /** Whether those of all weights are sums over lanes. */
    boolean sumsWeights() {
      return strips == null && !parameters.weight().isGradientOfKept();
    }
  }

  private enum Kind { STRIP, SUMS, KEPT }

  /**
   * Work for one thread.
   *
   * @param part the strip, or the number of the rows
   * @param rows of kept weights: the first, and the one behind the last
   */
  @SuppressWarnings("ArrayRecordComponent") // As kernels read them; pieces are not compared.
  private record Piece(Kind kind, Layer layer, int part, int[] rows, double work) {}

  /**
   * For a network's own panels.
   *
   * @param workers who share the work
   */
  public ParameterGradients(TrainingTask task, Panels panels, Workers workers) {
    this.program = task.program();
    this.panels = panels;
    this.workers = workers;
    this.samples = new int[panels.count()];
    List<Layer> all = new ArrayList<>();
    int lines = 0;
    int weights = 0;
    int biases = 0;
    for (WeightStep step : program.weightSteps()) {
      LayerParameters parameters = task.layers().get(step.layer());
      Parameter weight = parameters.weight();
      all.add(new Layer(
          step, parameters, step.strips() ? new WeightStrips(program, step, weight, panels) : null));
      lines = step.strips() ? Math.max(lines, WeightStrips.scratchLines(panels)) : lines;
      int most = step.kept() ? KeptWeights.mostSums(weight.rows(), weight.columns()) : weight.size();
      weights = step.strips() && !step.kept() ? weights : Math.max(weights, most);
      biases = Math.max(biases, weight.rows());
    }
    this.layers = all.toArray(Layer[]::new);
    this.strips = new Slab[workers.threads()];
    this.sums = new float[workers.threads()][panels.count() > 1 ? weights : 0];
    this.biasSums = new float[workers.threads()][panels.count() > 1 ? biases : 0];
    for (int w = 0; w < strips.length; w++) {
      strips[w] = Slab.allocate(lines, WeightStrips.WIDTH);
    }
    this.prepare = (piece, worker) -> prepare(layers[piece / samples.length], piece % samples.length);
    this.run = (piece, worker) -> run(pieces[piece], worker);
  }

  /**
   * Takes the gradients of a batch whose backward pass is through; they are at {@link Parameter#lastGradient} then.
   *
   * @param counts how many samples each panel holds
   * @param all whether the gradients of pruned weights are wanted, too
   */
  public void take(int[] counts, boolean all) {
    System.arraycopy(counts, 0, samples, 0, samples.length);
    plan(all);
    workers.run(samples.length * layers.length, prepare);
    workers.run(pieces.length, run);
  }

  /** Cuts the work into pieces, the largest first; anew only when a layer changes between all and kept weights. */
  private void plan(boolean all) {
    int state = all ? 1 : 0;
    for (Layer layer : layers) {
      boolean kept = !all && layer.parameters().weight().keptWeights() != null;
      layer.parameters().weight().gradientIsOfKept(kept);
      state = 31 * state + (kept ? layer.parameters().weight().keptCount() : 0);
    }
    if (state == planned) {
      return;
    }
    planned = state;
    List<Piece> next = new ArrayList<>();
    for (Layer layer : layers) {
      Parameter weight = layer.parameters().weight();
      if (weight.isGradientOfKept()) {
        addKept(layer, next);
      } else if (layer.strips() != null) {
        for (int s = 0; s < layer.strips().count(); s++) {
          next.add(new Piece(Kind.STRIP, layer, s, null, (double) WeightStrips.WIDTH * weight.rows()));
        }
      }
      if (layer.sumsWeights() || layer.parameters().bias() != null) {
        long work = layer.sumsWeights() ? layer.parameters().info().weights().macs() : weight.rows();
        next.add(new Piece(Kind.SUMS, layer, 0, null, work));
      }
    }
    next.sort((a, b) -> Double.compare(b.work(), a.work()));
    pieces = next.toArray(Piece[]::new);
  }

  /** A few pieces of rows for each thread, so that none waits long for the last. */
  private void addKept(Layer layer, List<Piece> next) {
    Parameter weight = layer.parameters().weight();
    int parts = workers.threads() == 1 ? 1 : Math.min(weight.rows(), PARTS * workers.threads());
    double work = 2.0 * weight.keptCount() * layer.parameters().info().weights().positions() / parts;
    for (int part = 0; part < parts; part++) {
      int[] rows = {
        (int) ((long) weight.rows() * part / parts), (int) ((long) weight.rows() * (part + 1) / parts)
      };
      next.add(new Piece(Kind.KEPT, layer, part, rows, work));
    }
  }

  private void prepare(Layer layer, int panel) {
    if (layer.strips() != null && samples[panel] > 0 && !layer.parameters().weight().isGradientOfKept()) {
      layer.strips().prepare(panel, samples[panel]);
    }
  }

  private void run(Piece piece, int worker) {
    switch (piece.kind()) {
      case STRIP -> piece.layer().strips().take(piece.part(), samples, strips[worker]);
      case SUMS -> sum(piece.layer(), worker);
      case KEPT -> kept(piece.layer(), piece.rows(), worker);
    }
  }

  private void sum(Layer layer, int worker) {
    Parameter weight = layer.parameters().weight();
    Parameter bias = layer.parameters().bias();
    float[] weights = layer.sumsWeights() ? weight.gradient() : null;
    float[] biases = bias == null ? null : bias.gradient();
    boolean first = true;
    for (int p = 0; p < samples.length; p++) {
      if (samples[p] == 0) {
        continue;
      }
      Slab slab = panels.slab(p);
      int index = layer.step().layer();
      if (first) {
        program.gradients(index, slab.values(), slab.base(), slab.lanes(), weights, biases);
        first = false;
        continue;
      }
      program.gradients(index, slab.values(), slab.base(), slab.lanes(), weights == null ? null : sums[worker],
          biasSums[worker]);
      if (weights != null) {
        add(sums[worker], weights, 0, weight.size());
      }
      if (biases != null) {
        add(biasSums[worker], biases, 0, bias.size());
      }
    }
  }

  private void kept(Layer layer, int[] rows, int worker) {
    KeptWeights kept = layer.parameters().weight().keptWeights();
    float[] gradient = kept.sums();
    int from = kept.bundlePointers()[rows[0]] * KeptWeights.BUNDLE;
    int end = kept.bundlePointers()[rows[1]] * KeptWeights.BUNDLE;
    boolean first = true;
    for (int p = 0; p < samples.length; p++) {
      if (samples[p] == 0) {
        continue;
      }
      Slab slab = panels.slab(p);
      float[] to = first ? gradient : sums[worker];
      program.keptGradients(layer.step().layer(), slab.values(), slab.base(), slab.lanes(), rows, to);
      if (!first) {
        add(sums[worker], gradient, from, end);
      }
      first = false;
    }
    kept.settle(rows[0], rows[1]);
  }

  private static void add(float[] from, float[] to, int first, int end) {
    for (int i = first; i < end; i++) {
      to[i] += from[i];
    }
  }
}
