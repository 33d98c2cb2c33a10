package dev.espalier.runtime.model;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.parallel.Task;
import dev.espalier.runtime.parallel.Workers;
import java.util.Arrays;
import java.util.Objects;

/**
 * Scratch memory to score up to a fixed number of samples at once; scoring allocates nothing.
 *
 * <p>{@link #scores} does it all: samples in, scores out. {@link #load}, {@link #run} and {@link #store} are its three
 * steps, for whoever keeps data in place or scores the same samples again.
 *
 * <p>A batch lies in panels ({@link Panels}). A panel goes through all layers before the next one does, so that its
 * activations stay in the cache; panels are what several threads share. The number of threads changes no bit of a
 * result.
 *
 * <p>For one thread at a time. Any number of sessions may work on one {@link Frozen}.
 */
public final class FrozenSession {
  private final Blueprint blueprint;
  private final FrozenProgram program;
  private final FrozenLayer[] layers;
  private final int batch;
  private final Workers workers;
  private final Panels panels;
  private final PanelCopies copies;
  private final TokenInputs tokens;
  private final int features;
  private final float[][] single = new float[1][];
  private final Task compute = (panel, worker) -> compute(panel);
  private final Task fill = (panel, worker) -> fill(panel);
  private final Task drain = (panel, worker) -> drain(panel);
  private final Task all = (panel, worker) -> {
    fill(panel);
    compute(panel);
    drain(panel);
  };
  private int count;
  private float[][] in;
  private float[] out;

  private FrozenSession(
      Blueprint blueprint, FrozenProgram program, FrozenLayer[] layers, int batch, Workers workers, Panels panels) {
    this.blueprint = blueprint;
    this.program = program;
    this.layers = layers;
    this.batch = batch;
    this.workers = workers;
    this.panels = panels;
    this.copies = new PanelCopies(blueprint);
    this.tokens = new TokenInputs(blueprint);
    this.features = blueprint.output().output().features();
    this.count = batch;
    for (int panel = 0; panel < panels.count(); panel++) {
      int lanes = panels.slab(panel).lanes();
      Arrays.stream(layers).map(FrozenLayer::form).filter(Objects::nonNull).forEach(form -> form.prepare(lanes));
    }
  }

  /** A session whose panels suit the batch and the threads that it is worth. */
  static FrozenSession of(
      Blueprint blueprint, FrozenProgram program, FrozenLayer[] layers, int batch, Workers wanted) {
    int lines = blueprint.inferenceLines();
    if (batch == 1 && program.single() != null) {
      Panels single = Panels.of(Slab.single(lines));
      FrozenLayer[] own = Arrays.stream(layers).map(FrozenLayer::forOneSample).toArray(FrozenLayer[]::new);
      return new FrozenSession(blueprint, program.single(), own, batch, Workers.of(1), single);
    }
    Workers workers = FrozenWork.workers(layers, batch, wanted);
    Panels panels = Panels.allocate(lines, batch, workers.threads(), blueprint.widestPanel());
    return new FrozenSession(blueprint, program, layers, batch, workers, panels);
  }

  /** A session of equal panels, one a thread. */
  static FrozenSession ofPanels(
      Blueprint blueprint, FrozenProgram program, FrozenLayer[] layers, int lanes, Workers workers) {
    Panels panels = Panels.uniform(blueprint.inferenceLines(), lanes, workers.threads());
    return new FrozenSession(blueprint, program, layers, panels.batch(), workers, panels);
  }

  /** The most samples that one call scores. */
  public int batch() {
    return batch;
  }

  /**
   * Scores samples of a network with one input.
   *
   * @param in one or more samples, at most {@link #batch}, each row by row, one after the other
   * @param out the output's features, sample by sample; at least as long as there are samples times features
   * @throws IllegalArgumentException when the network has several inputs or a length does not fit
   */
  public void scores(float[] in, float[] out) {
    single[0] = in;
    scores(single, out);
  }

  /**
   * Scores samples of a network with any number of inputs.
   *
   * @param in one array an input, in declared order, each with equally many samples, one after the other
   * @param out as in {@link #scores(float[], float[])}
   * @throws IllegalArgumentException when a number of inputs or a length does not fit
   */
  public void scores(float[][] in, float[] out) {
    int samples = samples(in);
    requireScores(out, samples);
    this.count = samples;
    each(all, in, out);
  }

  /**
   * Takes samples of a network with one input, without scoring them.
   *
   * @param in one or more samples, at most {@link #batch}, each row by row, one after the other
   * @throws IllegalArgumentException when the network has several inputs or a length does not fit
   */
  public void load(float[] in) {
    single[0] = in;
    load(single);
  }

  /**
   * Takes samples, without scoring them.
   *
   * @param in one array an input, in declared order, each with equally many samples, one after the other
   * @throws IllegalArgumentException when a number of inputs or a length does not fit
   */
  public void load(float[][] in) {
    this.count = samples(in);
    each(fill, in, null);
  }

  /**
   * Scores the samples that were loaded last; before any were, samples of zeros. A network may compute in its inputs'
   * place: load before every run that is to be right.
   */
  public void run() {
    each(compute, null, null);
  }

  /**
   * Copies the scores of the last run.
   *
   * @param out as in {@link #scores(float[], float[])}
   * @throws IllegalArgumentException when it is too short
   */
  public void store(float[] out) {
    requireScores(out, count);
    each(drain, null, out);
  }

  /**
   * Runs records[0 .. samples - 1] of a data set; the result stays in the panels.
   *
   * @param inputs for each input of the network the data set's index, as {@link Dataset#requireInputs} gives it
   */
  void run(Dataset data, int[] inputs, int[] records, int samples) {
    count = samples;
    for (int panel = 0; panel < occupied(); panel++) {
      Slab slab = panels.slab(panel);
      for (int i = 0; i < inputs.length; i++) {
        InputInfo info = blueprint.inputs().get(i);
        data.load(inputs[i], records, panels.first(panel), panels.samples(panel, samples), slab.values(),
            slab.address(info.inferenceLine()), slab.lanes(), info.inference());
        tokens.clear(slab, i, false, panels.samples(panel, samples));
      }
    }
    run();
  }

  Panels panels() {
    return panels;
  }

  /** Runs a task on every panel that holds samples, and forgets the arrays. */
  private void each(Task task, float[][] from, float[] to) {
    in = from;
    out = to;
    try {
      workers.run(occupied(), task);
    } finally {
      in = null;
      out = null;
      single[0] = null;
    }
  }

  private int occupied() {
    int panel = 0;
    while (panel < panels.count() && panels.first(panel) < count) {
      panel++;
    }
    return panel;
  }

  private void compute(int panel) {
    Slab slab = panels.slab(panel);
    program.run(slab.values(), slab.base(), slab.lanes(), layers);
  }

  // Lanes beyond the samples keep what they held, for no lane reads another; but they hold no tokens.
  private void fill(int panel) {
    int samples = panels.samples(panel, count);
    copies.in(in, panels.first(panel), samples, panels.slab(panel));
    for (int i = 0; i < in.length; i++) {
      tokens.clear(panels.slab(panel), i, false, samples);
    }
  }

  private void drain(int panel) {
    copies.out(panels.slab(panel), panels.first(panel), panels.samples(panel, count), out);
  }

  private int samples(float[][] inputs) {
    if (inputs.length != blueprint.inputs().size()) {
      throw FrozenInputs.count(blueprint, inputs.length);
    }
    int samples = FrozenInputs.samples(blueprint, 0, inputs[0].length);
    for (int i = 1; i < inputs.length; i++) {
      FrozenInputs.requireSamples(blueprint, i, inputs[i].length, samples);
    }
    if (samples > batch) {
      throw new IllegalArgumentException("The session scores up to " + batch + " samples at once, but " + samples
          + " were given.\n  Fix: ask for session(" + samples + "), or give fewer.");
    }
    return samples;
  }

  private void requireScores(float[] scores, int samples) {
    if (scores.length < (long) samples * features) {
      throw new IllegalArgumentException(samples + " samples of " + features + " scores need "
          + (long) samples * features + " floats, but the result array has " + scores.length + ".");
    }
  }
}
