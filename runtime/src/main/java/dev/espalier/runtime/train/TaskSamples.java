package dev.espalier.runtime.train;

import dev.espalier.runtime.criterion.NothingToSeeException;
import dev.espalier.runtime.criterion.SampledNetwork;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * A network seen through samples of a data set, by the passes of its own training program, in slabs of its own.
 *
 * <p>Single samples go {@value Slab#LANE_MULTIPLE} at a time through the forward pass and one at a time through the
 * backward pass, in which the others' lanes carry no gradient.
 */
public final class TaskSamples implements SampledNetwork {

  private static final long PURPOSE = Randomness.purpose("scoring samples");

  private final TrainingTask task;
  private final Dataset data;

  /**
   * Samples of a data set.
   *
   * @param task of a network with a backward pass
   * @param data null where there is none: what asks for samples fails
   */
  public TaskSamples(TrainingTask task, Dataset data) {
    this.task = task;
    this.data = data;
  }

  @Override
  public List<LayerParameters> layers() {
    return task.layers();
  }

  @Override
  public int records(int samples) {
    int all = data().size();
    return samples == 0 ? all : Math.min(samples, all);
  }

  @Override
  public double[][] lossGradients(int samples, long step) {
    int[] records = choose(samples, step);
    double[][] sums = zeros();
    try (SavedGradients _ = new SavedGradients(task.parameters())) {
      Pass pass = new Pass(Math.min(settings().batch(), records.length));
      for (int from = 0; from < records.length; from += pass.batch) {
        int count = pass.load(records, from);
        pass.forward();
        pass.loss();
        pass.backward();
        add(sums, count);
      }
    }
    for (double[] sum : sums) {
      for (int i = 0; sum != null && i < sum.length; i++) {
        sum[i] /= records.length;
      }
    }
    return sums;
  }

  @Override
  public void eachLossGradient(int samples, long step, Runnable look) {
    int[] records = choose(samples, step);
    try (SavedGradients _ = new SavedGradients(task.parameters())) {
      Pass pass = new Pass(Slab.LANE_MULTIPLE);
      for (int from = 0; from < records.length; from += pass.batch) {
        int count = pass.load(records, from);
        pass.forward();
        pass.loss();
        float[] before = pass.slab.values().clone();
        for (int lane = 0; lane < count; lane++) {
          System.arraycopy(before, 0, pass.slab.values(), 0, before.length);
          pass.only(lane, count);
          pass.backward();
          look.run();
        }
      }
    }
  }

  @Override
  public double[] inputEnergies(int layer, int samples, long step) {
    String value = task.layers().get(layer).info().inputs().getFirst();
    Layout layout = task.blueprint().trainingLayout(value);
    int[] records = choose(samples, step);
    double[] energies = new double[layout.features()];
    Pass pass = new Pass(Math.min(settings().batch(), records.length));
    task.program().wholeSequences(true);
    for (int from = 0; from < records.length; from += pass.batch) {
      int count = pass.load(records, from);
      pass.forward();
      float[] values = pass.slab.values();
      for (int feature = 0; feature < energies.length; feature++) {
        int line = pass.slab.address(task.line(value) + layout.line(feature));
        for (int lane = 0; lane < count; lane++) {
          energies[feature] += (double) values[line + lane] * values[line + lane];
        }
      }
    }
    task.program().wholeSequences(false);
    return energies;
  }

  @Override
  public double[][] outputGradients() {
    double[][] gradients = zeros();
    try (SavedGradients _ = new SavedGradients(task.parameters())) {
      Slab slab = Slab.allocate(task.blueprint().trainingLines(), Slab.LANE_MULTIPLE);
      for (InputInfo input : task.blueprint().inputs()) {
        for (int feature = 0; feature < input.training().features(); feature++) {
          slab.values()[slab.address(input.trainingLine() + input.training().line(feature))] = 1;
        }
      }
      new Dropouts(task.dropouts(), slab, task.seed()).keepAll();
      prepare();
      task.program().forward(slab.values(), slab.base(), slab.lanes());
      for (int feature = 0; feature < outputs(); feature++) {
        int line = slab.address(task.blueprint().outputGradientLine() + feature);
        Arrays.fill(slab.values(), line, line + slab.lanes(), 0);
        slab.values()[line] = 1;
      }
      task.program().backward(slab.values(), slab.base(), slab.lanes());
      new ParameterGradients(task, Panels.of(slab), Workers.of(1)).take(new int[] {slab.lanes()}, true);
      add(gradients, 1);
    }
    return gradients;
  }

  @Override
  public float[] movement(int layer) {
    return MovementSums.of(task.layers().get(layer), settings());
  }

  /** The records that stand for the data set, ascending: some of it, by seed and step, or all. */
  private int[] choose(int samples, long step) {
    int[] records = new int[data().size()];
    for (int i = 0; i < records.length; i++) {
      records[i] = i;
    }
    if (records(samples) == records.length) {
      return records;
    }
    Randomness.stream(task.seed(), PURPOSE, step).shuffle(records, 0, records.length);
    int[] chosen = Arrays.copyOf(records, samples);
    Arrays.sort(chosen);
    return chosen;
  }

  private Dataset data() {
    if (data == null) {
      throw NothingToSeeException.noSamples(task.blueprint().name());
    }
    return data;
  }

  private TrainSettings settings() {
    return task.blueprint().train();
  }

  private int outputs() {
    return task.blueprint().output().output().features();
  }

  /**
   * Whoever looks may change the weights' values, which passes over kept weights read from a copy. Batch normalisations
   * are constants, so that a sample's gradient is its own.
   */
  private void prepare() {
    task.takeRunning();
    task.parameters().forEach(parameter -> parameter.passOverKept(false));
  }

  private double[][] zeros() {
    return task.layers().stream().map(l -> l.weight() == null ? null : new double[l.weight().size()])
        .toArray(double[][]::new);
  }

  private void add(double[][] sums, int factor) {
    for (int l = 0; l < sums.length; l++) {
      if (sums[l] != null) {
        float[] gradient = task.layers().get(l).weight().gradient();
        for (int i = 0; i < gradient.length; i++) {
          sums[l][i] += (double) gradient[i] * factor;
        }
      }
    }
  }

  /** Forward and backward over batches, in a slab of their own. */
  private final class Pass {

    private final int batch;
    private final Slab slab;
    private final BatchLoader loader;
    private final LossFunction loss;
    private final Dropouts dropouts;
    private final Penalties penalties;
    private final ParameterGradients gradients;
    private final int[] lanes;

    Pass(int batch) {
      Blueprint blueprint = task.blueprint();
      this.batch = batch;
      this.slab = Slab.allocate(blueprint.trainingLines(), Slab.lanes(batch));
      this.loader = new BatchLoader(blueprint, settings().loss(), data(), slab);
      this.loss = LossFunction.of(settings().loss(), outputs(), slab.lanes());
      this.dropouts = new Dropouts(task.dropouts(), slab, task.seed());
      this.penalties = new Penalties(task, slab);
      this.gradients = new ParameterGradients(task, Panels.of(slab), Workers.of(1));
      this.lanes = new int[] {slab.lanes()};
      prepare();
    }

    /** Loads as many records as are left, up to a batch, and says how many. */
    int load(int[] records, int from) {
      int count = Math.min(batch, records.length - from);
      loader.load(records, from, count, count);
      dropouts.keepAll();
      penalties.clear();
      return count;
    }

    void forward() {
      task.program().forward(slab.values(), slab.base(), slab.lanes());
    }

    /** Leaves the gradient of the mean loss of the batch in the output's lines. */
    void loss() {
      loss.compute(slab.values(), slab.address(task.blueprint().outputLineTraining()),
          slab.address(task.blueprint().outputGradientLine()), loader.answers());
    }

    /** Makes of the gradient of the mean loss that of one lane's own loss. */
    void only(int lane, int count) {
      for (int feature = 0; feature < outputs(); feature++) {
        int line = slab.address(task.blueprint().outputGradientLine() + feature);
        float own = slab.values()[line + lane] * count;
        Arrays.fill(slab.values(), line, line + slab.lanes(), 0);
        slab.values()[line + lane] = own;
      }
    }

    void backward() {
      task.program().backward(slab.values(), slab.base(), slab.lanes());
      gradients.take(lanes, true);
    }
  }
}
