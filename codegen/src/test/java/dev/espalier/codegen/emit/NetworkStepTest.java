package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.ColumnTiles;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.WeightStep;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.random.Randomness;
import dev.espalier.runtime.train.TrainingRun;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkStepTest {

  private static Models model(String name) {
    return switch (name) {
      case "Perceptron" -> Models.perceptron(name);
      case "Convolutional" -> Models.convolutional(name);
      case "TwoInputs" -> Models.twoInputs(name);
      case "Sentences" -> Models.sentences(name);
      case "Squares" -> Models.squares(name);
      case "Tiled" -> Models.tiled(name);
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"Perceptron", "Convolutional", "TwoInputs", "Sentences", "Squares", "Tiled"})
  void forwardAndBackwardAreThoseOfTheInterpreterInBothTargets(String name) {
    ModelSpec vector = model(name).selected();
    ModelSpec portable = model(name).portable().selected();
    GeneratedNetwork vectorNetwork = new GeneratedNetwork(vector);
    GeneratedNetwork portableNetwork = new GeneratedNetwork(portable);
    for (boolean kept : new boolean[] {false, true}) {
      compare(vector, vectorNetwork, 48, kept);
      compare(portable, portableNetwork, 16, kept);
    }
  }

  /** Over all weights, in tiles where the network can, or over kept ones alone where it can. */
  private static void compare(ModelSpec model, GeneratedNetwork generated, int lanes, boolean kept) {
    PrunableNetwork network = generated.create(5);
    network.prune();
    for (WeightStep step : network.task().program().weightSteps()) {
      Parameter weight = network.layers().get(step.layer()).weight();
      weight.passOverKept(kept && step.kept());
      weight.gatherKept();
      weight.tileColumns(step.tiles() && !kept);
      for (int piece = 0; piece < ColumnTiles.pieces(weight.columns()) && step.tiles() && !kept; piece++) {
        weight.copyTiles(piece);
      }
      Arrays.fill(weight.gradient(), Float.NaN);
    }
    Slab slab = Slab.allocate(model.training().lines(), lanes);
    Randomness random = Randomness.stream(3, "step", lanes);
    model.inputs().forEach(i -> {
      if (i.isTokens()) {
        fillTokens(model.training().values().get(i.name()), slab, random);
      } else {
        fill(model.training().values().get(i.name()), slab, random);
      }
    });
    model.training().values().forEach((value, placement) -> {
      if (value.endsWith(".keep")) {
        fill(placement, slab, random);
      }
    });
    double[] wide = Arguments.widened(slab.values());
    ReferenceNetwork reference = new ReferenceNetwork(model, network, wide, slab.base(), lanes);
    generated.step(network, "forward", slab.values(), slab.base(), lanes);
    reference.forward();
    String output = model.output().name();
    equal(model.training().values().get(output), slab, wide, output);
    Placement gradient = model.training().gradients().get(output);
    fill(gradient, slab, random);
    for (int i = 0; i < gradient.layout().lines() * lanes; i++) {
      wide[slab.address(gradient.line()) + i] = slab.values()[slab.address(gradient.line()) + i];
    }
    generated.step(network, "backward", slab.values(), slab.base(), lanes);
    generated.gradients(network, slab, false);
    reference.backward();
    for (LayerParameters layer : network.layers()) {
      if (layer.weight() != null) {
        String layerName = layer.info().name();
        double[] expected = reference.weightGradient(layerName);
        if (layer.weight().isGradientOfKept()) {
          expected = Arrays.stream(layer.weight().kept()).mapToDouble(i -> reference.weightGradient(layerName)[i]).toArray();
          assertThat(layer.weight().gradient()).as("gradients of all weights were not asked for").containsOnly(Float.NaN);
        }
        equal(layer.weight().lastGradient(), expected, layerName);
        if (layer.bias() != null) {
          equal(layer.bias().gradient(), reference.biasGradient(layerName), layerName);
        }
      }
    }
  }

  private static void fillTokens(Placement placement, Slab slab, Randomness random) {
    for (int lane = 0; lane < slab.lanes(); lane++) {
      int length = 1 + (int) random.nextFloat(0, placement.layout().features());
      for (int t = 0; t < placement.layout().features(); t++) {
        int id = t < length ? (int) random.nextFloat(0, 11) : -1;
        slab.values()[slab.address(placement.line() + t) + lane] = id;
      }
    }
  }

  private static void fill(Placement placement, Slab slab, Randomness random) {
    Layout layout = placement.layout();
    for (int f = 0; f < layout.features(); f++) {
      int address = slab.address(placement.line() + layout.line(f));
      for (int lane = 0; lane < slab.lanes(); lane++) {
        slab.values()[address + lane] = random.nextFloat(-1, 1);
      }
    }
  }

  private static void equal(Placement placement, Slab slab, double[] wide, String what) {
    for (int f = 0; f < placement.layout().features(); f++) {
      int address = slab.address(placement.line() + placement.layout().line(f));
      for (int lane = 0; lane < slab.lanes(); lane++) {
        close(slab.values()[address + lane], wide[address + lane], what + " feature " + f + " lane " + lane);
      }
    }
  }

  private static void equal(float[] actual, double[] expected, String what) {
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      close(actual[i], expected[i], what + " gradient " + i);
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(largest).as(what).isGreaterThan(1e-3);
  }

  private static void close(float actual, double expected, String what) {
    if (!(Math.abs(actual - expected) <= 1e-4 * (1 + Math.abs(expected)))) {
      assertThat((double) actual).as(what).isEqualTo(expected);
    }
  }

  /**
   * One full batch of gradient descent, so that the order of the records does not matter; one batch is more than a tile of
   * samples.
   */
  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void aStepOfTrainingIsTheReferencesStep(int records) {
    int lanes = Slab.lanes(records);
    Models models = Models.perceptron("OneStep");
    ModelSpec model = models.train(stepSettings(records, 1)).selected();
    GeneratedNetwork generated = new GeneratedNetwork(model);
    Dataset data = images(records, 35, 4);
    PrunableNetwork network = (PrunableNetwork) generated.builder().seed(5).keep("hidden1").keep("hidden2").build();
    Slab slab = Slab.allocate(model.training().lines(), lanes);
    int[] order = IntStream.range(0, records).toArray();
    data.load(0, order, 0, records, slab.values(), slab.base(), lanes, Layout.image(1, 5, 7));
    double[] wide = Arguments.widened(slab.values());
    ReferenceNetwork reference = new ReferenceNetwork(model, network, wide, slab.base(), lanes);
    reference.forward();
    crossEntropyGradient(model, data, wide, slab);
    reference.backward();

    generated.fit(network, data, data, Listener.none());

    for (String layer : new String[] {"hidden1", "hidden2", "logits"}) {
      double[] before = reference.weights(layer);
      double[] gradient = reference.weightGradient(layer);
      float[] after = network.layer(layer).weight().values();
      for (int i = 0; i < before.length; i++) {
        close(after[i], before[i] - 0.5 * gradient[i], layer + " weight " + i);
      }
      for (int i = 0; i < reference.biases(layer).length; i++) {
        close(network.layer(layer).bias().values()[i],
            reference.biases(layer)[i] - 0.5 * reference.biasGradient(layer)[i], layer + " bias " + i);
      }
    }
  }

  private static TrainSettings stepSettings(int batch, int epochs) {
    return new TrainSettings(
        Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.5, 0), LearningRateSettings.constant(), batch, epochs);
  }

  private static void crossEntropyGradient(ModelSpec model, Dataset data, double[] wide, Slab slab) {
    int classes = model.output().shape().size();
    int value = slab.address(model.training().values().get("logits").line());
    int gradient = slab.address(model.training().gradients().get("logits").line());
    for (int lane = 0; lane < slab.lanes(); lane++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(wide[value + c * slab.lanes() + lane]);
      }
      for (int c = 0; c < classes; c++) {
        double probability = Math.exp(wide[value + c * slab.lanes() + lane]) / sum;
        wide[gradient + c * slab.lanes() + lane] = lane < data.size()
            ? (probability - (data.label(lane) == c ? 1 : 0)) / data.size()
            : 0;
      }
    }
  }

  static Dataset images(int records, int pixels, int classes) {
    Randomness random = Randomness.stream(11, "images", records);
    float[] values = new float[records * pixels];
    int[] labels = new int[records];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    for (int i = 0; i < records; i++) {
      labels[i] = random.nextInt(classes);
      values[i * pixels + labels[i]] += 2;
    }
    return Dataset.builder("images")
        .input("image", new int[] {1, 5, pixels / 5}, values)
        .labels(labels, classes)
        .build();
  }

  /** Vectors are objects until the kernels are compiled, which takes its time on a busy machine; then none is made. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSteadyStateStepDoesNotAllocate(boolean vector) {
    Models models = Models.model("some.pkg", "Steady")
        .input("image", 1, 5, 7)
        .layer("pixels", new FlattenLayer(), "image")
        .layer("hidden", new DenseLayer(8, true), Activation.RELU, PrunePolicy.toSparsity(0.5), "pixels")
        .layer("logits", new DenseLayer(4, true), "hidden")
        .train(stepSettings(20, 400));
    GeneratedNetwork generated = new GeneratedNetwork((vector ? models : models.portable()).selected());
    Dataset data = images(8000, 35, 4);
    AllocationMeter meter = new AllocationMeter();
    assertThatThrownBy(() -> generated.fit(generated.create(1), data, data.take(40), meter))
        .as("400 epochs, and no stretch of 100 steps that allocates nothing").isSameAs(meter.steady);
  }

  /** Ends the run at the first stretch of 100 steps that allocates nothing. */
  private static final class AllocationMeter implements Listener {
    final IllegalStateException steady = new IllegalStateException("no step allocates any more");
    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long steps;
    private long before = -1;

    @Override
    public void stepCompleted(StepProgress progress) {
      steps++;
      if (steps % 100 == 0) {
        long now = threads.getCurrentThreadAllocatedBytes();
        if (now == before) {
          throw steady;
        }
        before = threads.getCurrentThreadAllocatedBytes();
      }
    }
  }

  /** Steps over all weights, then over kept ones; three threads have three panels, one and two have two. */
  @Test
  void aNumberOfThreadsAlwaysGivesTheSameBits() {
    Models models = Models.model("some.pkg", "Shared")
        .input("image", 1, 5, 40)
        .layer("pixels", new FlattenLayer(), "image")
        .layer("hidden", new DenseLayer(130, true), Activation.RELU, PrunePolicy.toSparsity(0.8), "pixels")
        .layer("logits", new DenseLayer(4, true), "hidden")
        .train(stepSettings(100, 2));
    GeneratedNetwork generated = new GeneratedNetwork(models.selected());
    Dataset data = images(350, 200, 4);
    float[][] alone = trained(generated, data, 1);
    assertThat(trained(generated, data, 2)).isDeepEqualTo(alone);
    float[][] three = trained(generated, data, 3);
    assertThat(trained(generated, data, 3)).isDeepEqualTo(three);
    for (int i = 0; i < alone[0].length; i++) {
      assertThat(three[0][i]).isCloseTo(alone[0][i], within(1e-4f));
    }
  }

  private static float[][] trained(GeneratedNetwork generated, Dataset data, int threads) {
    PrunableNetwork network = generated.create(3);
    try (Workers workers = Workers.of(threads);
        TrainingRun run = new TrainingRun(network.task(), data, data, Listener.none(), null, null, workers)) {
      for (int step = 0; run.nextBatch(); step++) {
        if (step == 4) {
          network.prune();
        }
        run.propagate();
        run.gradients();
        run.update();
        run.completeStep();
      }
    }
    return new float[][] {network.layer("hidden").weight().values(), network.layer("logits").weight().values()};
  }

  @Test
  void aFitLearnsPrunesAndStaysPruned() {
    GeneratedNetwork generated = new GeneratedNetwork(Models.perceptron("Learns").selected());
    PrunableNetwork network = generated.create(1);
    Dataset data = images(600, 35, 4);
    Function<PrunableNetwork, Double> accuracy = n -> n.evaluate(data).accuracy();
    assertThat(accuracy.apply(network)).isLessThan(0.5);
    generated.fit(network, data, data, Listener.none());
    assertThat(accuracy.apply(network)).isGreaterThan(0.7);
    assertThat(network.layer("hidden1").weight().sparsity()).isEqualTo(0.8);
  }
}
