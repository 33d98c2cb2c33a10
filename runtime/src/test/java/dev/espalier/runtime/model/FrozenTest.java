package dev.espalier.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.train.Evaluation;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenTest {
  private static final float[] A = {0.5f, -1, 2};
  private static final float[] B = {3, 0.25f};

  private final Blueprint blueprint = TinyNetwork.blueprint("Tiny", "ab", Encoding.AUTO);
  private final List<LayerParameters> parameters = TinyNetwork.parameters(blueprint);

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  private Frozen frozen() {
    return Frozen.of(blueprint, TinyNetwork::program, parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "dense", "rows", "panels"})
  void everyFormGivesTheNetworksScores(String form) {
    System.setProperty(FormChoice.PROPERTY, form);
    float[] scores = frozen().scores(A, B);
    double[] expected = TinyNetwork.expected(parameters, A, B);
    assertThat(scores).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat((double) scores[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-6));
    }
  }

  @Test
  void aSparseLayerRunsInRowsAndADenseOneDoesNot() {
    Frozen frozen = frozen();
    assertThat(frozen.layer("hidden").form().label()).isEqualTo("rows");
    assertThat(frozen.layer("hidden").reason())
        .startsWith("density 0.167; microseconds on 80 lanes, estimated by built-in rates: dense ");
    assertThat(frozen.layer("direct").form().label()).isEqualTo("dense");
    assertThat(frozen.layer("direct").reason()).startsWith("density 1.000");
  }

  @Test
  void tuningMeasuresEveryFormAndKeepsTheScores() {
    Frozen frozen = frozen();
    Frozen tuned = frozen.tuned(20);
    for (String layer : List.of("hidden", "skip", "direct")) {
      assertThat(tuned.layer(layer).reason())
          .matches("measured over the network on panels of 32 lanes: dense [0-9.]+ us, rows [0-9.]+ us, "
              + "panels [0-9.]+ us");
    }
    assertThat(tuned.cost().layer("hidden").execution().reason()).isEqualTo(tuned.layer("hidden").reason());
    float[] expected = frozen.scores(A, B);
    float[] scores = tuned.scores(A, B);
    for (int i = 0; i < expected.length; i++) {
      assertThat(scores[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-6f));
    }
  }

  @Test
  void aForcedFormIsNotTuned() {
    System.setProperty(FormChoice.PROPERTY, "rows");
    Frozen frozen = frozen();
    assertThat(frozen.tuned(20)).isSameAs(frozen);
    assertThat(frozen.layer("direct").reason()).isEqualTo("forced by -Despalier.form=rows");
  }

  @Test
  void aFormThatDoesNotExistIsRefusedWithTheChoices() {
    System.setProperty(FormChoice.PROPERTY, "blocks");
    assertThatThrownBy(this::frozen).hasMessageContaining("espalier.form is 'blocks'")
        .hasMessageContaining("auto, dense, rows, row-blocks, panels, strips, compacted, bitmap, baked");
  }

  @Test
  void formsCanBeForcedLayerByLayer() {
    System.setProperty(FormChoice.PROPERTY, "rows, hidden=dense");
    Frozen frozen = frozen();
    assertThat(frozen.layer("hidden").form().label()).isEqualTo("dense");
    assertThat(frozen.layer("direct").form().label()).isEqualTo("rows");
  }

  @Test
  void aFormThatALayerHasNoKernelForIsRefusedWithTheWayAround() {
    System.setProperty(FormChoice.PROPERTY, "hidden=strips");
    assertThatThrownBy(this::frozen)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "System property espalier.form is 'hidden=strips', and hidden cannot run as strips: its policy gives "
            + "it no kernel for strips.\n  Fix: except it, as in -Despalier.form=hidden=strips,hidden=auto, or use "
            + "dense or rows, which every layer has.");
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void decodedWeightsAreTheNetworksBitForBit(Encoding encoding) {
    Blueprint stored = TinyNetwork.blueprint("Tiny", "ab", encoding);
    Frozen frozen = Frozen.of(stored, TinyNetwork::program, TinyNetwork.parameters(stored));
    assertThat(bits(frozen.layer("hidden").weights().decode()))
        .isEqualTo(bits(parameters.getFirst().weight().values()));
    if (encoding != Encoding.AUTO) {
      assertThat(frozen.layer("hidden").weights().kind()).isEqualTo(encoding);
    }
    assertThat(frozen.layer("direct").weights().kind()).isEqualTo(Encoding.DENSE);
  }

  private static int[] bits(float[] values) {
    return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
  }

  @Test
  void trainingOnDoesNotChangeWhatWasFrozen() {
    Frozen frozen = frozen();
    float[] before = frozen.scores(A, B);
    parameters.get(2).bias().values()[0] += 1;
    parameters.get(2).weight().values()[0] += 1;
    assertThat(frozen.scores(A, B)).isEqualTo(before);
  }

  @Test
  void aSessionScoresManySamplesAtOnce() {
    Frozen frozen = frozen();
    int count = 19;
    float[] a = new float[3 * count];
    float[] b = new float[2 * count];
    for (int i = 0; i < a.length; i++) {
      a[i] = i % 7 - 3;
    }
    for (int i = 0; i < b.length; i++) {
      b[i] = i % 5 - 2;
    }
    float[] out = new float[2 * count];
    frozen.session(count).scores(new float[][] {a, b}, out);
    for (int s = 0; s < count; s++) {
      float[] one = frozen.scores(
          new float[] {a[3 * s], a[3 * s + 1], a[3 * s + 2]}, new float[] {b[2 * s], b[2 * s + 1]});
      assertThat(new float[] {out[2 * s], out[2 * s + 1]}).isEqualTo(one);
    }
  }

  @Test
  void loadRunAndStoreAreTheStepsOfScores() {
    FrozenSession session = frozen().session(200);
    float[] a = new float[3 * 170];
    float[] b = new float[2 * 170];
    fill(a, 7);
    fill(b, 5);
    float[] expected = new float[2 * 170];
    session.scores(new float[][] {a, b}, expected);
    session.load(new float[][] {new float[3], new float[2]});
    session.run();
    session.load(new float[][] {a, b});
    session.run();
    float[] out = new float[2 * 170];
    session.store(out);
    assertThat(out).isEqualTo(expected);
    assertThat(expected).startsWith(frozen().scores(Arrays.copyOf(a, 3), Arrays.copyOf(b, 2)));
    assertThatThrownBy(() -> session.store(new float[339])).hasMessageContaining("170 samples of 2 scores need 340");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void panelsAndThreadsChangeNoBit(int threads) {
    Blueprint blueprint = TinyNetwork.blueprint("Tiny", "ab", Encoding.CSR);
    FrozenLayer[] layers = frozen().layers().toArray(FrozenLayer[]::new);
    try (Workers workers = Workers.of(threads)) {
      FrozenSession session = FrozenSession.ofPanels(
          blueprint, FrozenProgram.of(TinyNetwork::program, null), layers, 16, workers);
      int count = 16 * threads - 3;
      float[] a = new float[3 * count];
      float[] b = new float[2 * count];
      fill(a, 13);
      fill(b, 5);
      float[] out = new float[2 * count];
      for (int i = 0; i < 200; i++) {
        session.scores(new float[][] {a, b}, out);
      }
      float[] expected = new float[2 * count];
      frozen().session(count, Workers.of(1)).scores(new float[][] {a, b}, expected);
      assertThat(out).isEqualTo(expected);
    }
  }

  @Test
  void aSessionDoesNotAllocate() {
    FrozenSession session = frozen().session(3);
    float[][] in = {{1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 5, 6}};
    float[] out = new float[6];
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 1000; i++) {
      session.scores(in, out);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      session.scores(in, out);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }

  @Test
  void manyThreadsGetTheScoresOfOne() throws Exception {
    Frozen frozen = frozen();
    List<float[]> expected = IntStream.range(0, 16).mapToObj(i -> frozen.scores(new float[] {i, 1, 2}, B)).toList();
    Callable<Boolean> work = () -> {
      for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 16; i++) {
          if (!java.util.Arrays.equals(frozen.scores(new float[] {i, 1, 2}, B), expected.get(i))) {
            return false;
          }
        }
      }
      return true;
    };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> result : threads.invokeAll(List.of(work, work, work, work))) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  @Test
  void inputsOfAnotherLengthAreNamed() {
    Frozen frozen = frozen();
    assertThatThrownBy(() -> frozen.scores(A))
        .hasMessageContaining("Tiny takes 2 inputs (a {3}, b {2}), but 1 was given");
    assertThatThrownBy(() -> frozen.scores(A, A))
        .hasMessageContaining("Input b takes 2 values ({2}) for each of 1 samples, 2 in all, but 3 were given");
    assertThatThrownBy(() -> frozen.session(1).scores(A, new float[2])).hasMessageContaining("but 1 was given");
    assertThatThrownBy(() -> frozen.session(1).scores(new float[][] {new float[6], new float[4]}, new float[4]))
        .hasMessageContaining("up to 1 samples at once, but 2 were given").hasMessageContaining("session(2)");
    assertThatThrownBy(() -> frozen.session(2).scores(new float[][] {new float[4], new float[4]}, new float[4]))
        .hasMessageContaining("Input a has 3 values a sample ({3}), but 4 were given");
    assertThatThrownBy(() -> frozen.session(2).scores(new float[][] {new float[6], new float[4]}, new float[3]))
        .hasMessageContaining("need 4 floats, but the result array has 3");
  }

  @Test
  void evaluationCountsWhatClassifySays() {
    Frozen frozen = frozen();
    int records = 150;
    float[] a = new float[3 * records];
    float[] b = new float[2 * records];
    int[] labels = new int[records];
    int correct = 0;
    for (int i = 0; i < records; i++) {
      a[3 * i] = i % 11 - 5;
      a[3 * i + 2] = i % 3;
      b[2 * i] = i % 4 - 1;
      labels[i] = i % 2;
      int found = frozen.classify(new float[] {a[3 * i], 0, a[3 * i + 2]}, new float[] {b[2 * i], 0});
      correct += found == labels[i] ? 1 : 0;
    }
    Dataset data = Dataset.builder("tiny").input("a", new int[] {3}, a).input("b", new int[] {2}, b)
        .labels(labels, 2).build();
    Evaluation evaluation = frozen.evaluate(data);
    assertThat(evaluation.count()).isEqualTo(records);
    assertThat(evaluation.accuracy()).isEqualTo((double) correct / records);
    assertThat(evaluation.loss()).isPositive();
  }

  @Test
  void theReportHoldsTheFormsAndTheBytes() {
    Frozen frozen = frozen();
    assertThat(frozen.cost().artefact().bytes()).isEqualTo(frozen.bytesOnDisk());
    assertThat(frozen.cost().layer("hidden").weights().pruned()).isEqualTo(2);
    assertThat(frozen.cost().layer("hidden").execution().form()).isEqualTo("rows");
    assertThat(frozen.cost().bits())
        .isEqualTo(frozen.layers().stream().mapToLong(FrozenLayer::bits).sum());
  }

  private static void fill(float[] values, int period) {
    for (int i = 0; i < values.length; i++) {
      values[i] = i % period - period / 2;
    }
  }
}
