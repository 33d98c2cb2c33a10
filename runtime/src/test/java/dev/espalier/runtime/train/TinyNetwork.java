package dev.espalier.runtime.train;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DropoutInfo;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.RunOptions;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.model.WeightStep;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What a generated class looks like to the runtime: dense (RELU), dropout, dense, in plain loops. */
final class TinyNetwork extends PrunableNetwork {

  static final int INPUTS = 6;
  static final int HIDDEN = 8;
  static final int OUTPUTS = 3;

  private static final int FEATURES = 0;
  private static final int ACTIVE = FEATURES + INPUTS;
  private static final int KEEP = ACTIVE + HIDDEN;
  private static final int DROPPED = KEEP + HIDDEN;
  private static final int LOGITS = DROPPED + HIDDEN;
  private static final int D_LOGITS = LOGITS + OUTPUTS;
  private static final int D_HIDDEN = D_LOGITS + OUTPUTS;
  private static final int LINES = D_HIDDEN + HIDDEN;

  static final PrunePolicy POLICY = PrunePolicy.toSparsity(0.75);
  static final TrainSettings SETTINGS = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.1, 0.9), LearningRateSettings.constant(), 8, 2);

  private Runnable afterUpdate = () -> {};
  private Consumer<float[]> factors;

  private TinyNetwork(Blueprint blueprint, RunOptions options) {
    super(blueprint, options);
  }

  static NetworkBuilder<TinyNetwork> builder() {
    return new NetworkBuilder<>(blueprint(SETTINGS), TinyNetwork::new);
  }

  static Blueprint blueprint(TrainSettings settings) {
    return new Blueprint("Tiny", "0".repeat(64),
        List.of(new InputInfo("features", List.of(INPUTS), Layout.vector(INPUTS), FEATURES, Layout.vector(INPUTS), 0)),
        List.of(
            new LayerInfo("hidden", "Dense", List.of("features"), Layout.vector(HIDDEN),
                WeightGeometry.dense(HIDDEN, INPUTS, true), POLICY),
            new LayerInfo("dropped", "Dropout", List.of("hidden"), Layout.vector(HIDDEN), null, null),
            new LayerInfo("logits", "Dense", List.of("dropped"), Layout.vector(OUTPUTS),
                WeightGeometry.dense(OUTPUTS, HIDDEN, true), POLICY)),
        settings, LINES, LINES, LOGITS, D_LOGITS, LOGITS);
  }

  /** Three noisy clusters. */
  static Dataset data(String name, int records, long seed) {
    Randomness random = Randomness.stream(seed, "tiny data", 0);
    float[] values = new float[records * INPUTS];
    int[] labels = new int[records];
    for (int r = 0; r < records; r++) {
      labels[r] = r % OUTPUTS;
      for (int i = 0; i < INPUTS; i++) {
        values[r * INPUTS + i] = (float) ((i % OUTPUTS == labels[r] ? 1 : -0.5) + random.nextGaussian());
      }
    }
    return Dataset.builder(name).input("features", new int[] {INPUTS}, values).labels(labels, OUTPUTS).build();
  }

  /** Runs between the update and the end of each step. */
  TinyNetwork afterUpdate(Runnable check) {
    afterUpdate = check;
    return this;
  }

  History fit(Dataset train, Dataset test, Listener listener) {
    try (TrainingRun run = startTraining(train, test, listener)) {
      while (run.nextBatch()) {
        step(run);
      }
      return run.history();
    }
  }

  TrainingRun start(Dataset train, Dataset test, Listener listener) {
    return startTraining(train, test, listener);
  }

  void step(TrainingRun run) {
    run.propagate();
    run.gradients();
    run.update();
    afterUpdate.run();
    run.completeStep();
  }

  /** Shows every panel's dropout factors to somebody, as each forward pass begins. */
  TinyNetwork factors(Consumer<float[]> observer) {
    factors = observer;
    return this;
  }

  @Override
  protected List<WeightStep> weightSteps() {
    return List.of(
        new WeightStep(0, FEATURES, D_HIDDEN, false, false, false), new WeightStep(2, DROPPED, D_LOGITS, false, false, false));
  }

  @Override
  protected void gradients(int layer, float[] slab, int base, int lanes, float[] weights, float[] biases) {
    int in = layer == 0 ? FEATURES : DROPPED;
    int gradient = layer == 0 ? D_HIDDEN : D_LOGITS;
    gradients(layers().get(layer), slab, base + in * lanes, base + gradient * lanes, lanes, weights, biases);
  }

  @Override
  protected int[] valueLines() {
    return new int[] {ACTIVE, DROPPED, LOGITS};
  }

  @Override
  protected List<DropoutInfo> dropouts() {
    return List.of(new DropoutInfo(1, KEEP, HIDDEN, 0.25));
  }

  @Override
  protected void forward(float[] slab, int base, int lanes) {
    if (factors != null) {
      factors.accept(Arrays.copyOfRange(slab, base + KEEP * lanes, base + DROPPED * lanes));
    }
    dense(layers().get(0), slab, base + FEATURES * lanes, base + ACTIVE * lanes, lanes);
    for (int i = 0; i < HIDDEN * lanes; i++) {
      slab[base + ACTIVE * lanes + i] = Math.max(0, slab[base + ACTIVE * lanes + i]);
      slab[base + DROPPED * lanes + i] = slab[base + ACTIVE * lanes + i] * slab[base + KEEP * lanes + i];
    }
    dense(layers().get(2), slab, base + DROPPED * lanes, base + LOGITS * lanes, lanes);
  }

  @Override
  protected void backward(float[] slab, int base, int lanes) {
    float[] w = layers().get(2).weight().values();
    for (int h = 0; h < HIDDEN; h++) {
      for (int l = 0; l < lanes; l++) {
        float sum = 0;
        for (int o = 0; o < OUTPUTS; o++) {
          sum += w[o * HIDDEN + h] * slab[base + (D_LOGITS + o) * lanes + l];
        }
        boolean active = slab[base + (ACTIVE + h) * lanes + l] > 0;
        slab[base + (D_HIDDEN + h) * lanes + l] = active ? sum * slab[base + (KEEP + h) * lanes + l] : 0;
      }
    }
  }

  private static void dense(LayerParameters layer, float[] slab, int in, int out, int lanes) {
    float[] w = layer.weight().values();
    int columns = layer.weight().columns();
    for (int row = 0; row < layer.weight().rows(); row++) {
      for (int l = 0; l < lanes; l++) {
        float sum = layer.bias().values()[row];
        for (int c = 0; c < columns; c++) {
          sum += w[row * columns + c] * slab[in + c * lanes + l];
        }
        slab[out + row * lanes + l] = sum;
      }
    }
  }

  private static void gradients(LayerParameters layer, float[] slab, int in, int gradient, int lanes, float[] weights,
      float[] biases) {
    int columns = layer.weight().columns();
    for (int row = 0; row < layer.weight().rows(); row++) {
      float biasSum = 0;
      for (int l = 0; l < lanes; l++) {
        biasSum += slab[gradient + row * lanes + l];
      }
      biases[row] = biasSum;
      for (int c = 0; c < columns; c++) {
        float sum = 0;
        for (int l = 0; l < lanes; l++) {
          sum += slab[gradient + row * lanes + l] * slab[in + c * lanes + l];
        }
        weights[row * columns + c] = sum;
      }
    }
  }
}
