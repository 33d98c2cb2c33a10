package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.random.Randomness;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {

  private static final int SIZE = 50;

  /** Two inputs, images as bytes and a vector as floats. */
  private static Dataset mixed(int channels, int height, int width) {
    Randomness random = Randomness.stream(1, "data set test", 0);
    byte[] pixels = new byte[SIZE * channels * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(256);
    }
    float[] ages = new float[SIZE * 3];
    for (int i = 0; i < ages.length; i++) {
      ages[i] = random.nextFloat(-1, 1);
    }
    int[] labels = new int[SIZE];
    Arrays.setAll(labels, i -> random.nextInt(4));
    return Dataset.builder("mixed").pixels("image", new int[] {channels, height, width}, pixels, 1 / 255f)
        .input("age", new int[] {3}, ages).labels(labels, 4).build();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 7, 0, 0, 20", "3, 9, 40, 1, 2, 16", "2, 6, 6, 2, 0, 17", "2, 6, 6, 0, 3, 1", "40, 1, 1, 0, 0, 50",
    "1, 10, 10, 0, 0, 31"
  })
  void theBatchLoaderEqualsANaiveCopyAndLeavesTheHalo(
      int channels, int height, int width, int padHeight, int padWidth, int count) {
    Dataset all = mixed(channels, height, width);
    Dataset data = all.subset(10, SIZE).split(0.9, 3).train();
    int[] records = new int[60];
    Randomness random = Randomness.stream(2, "data set test", 0);
    Arrays.setAll(records, i -> random.nextInt(data.size()));
    Layout layout = new Layout(channels, height, width, padHeight, padWidth);
    int lanes = Slab.lanes(count) + 16;
    Slab slab = Slab.allocate(layout.lines() + 4, lanes);
    Arrays.fill(slab.values(), 7);
    float[] expected = slab.values().clone();
    int base = slab.address(2);
    for (int lane = 0; lane < lanes; lane++) {
      float[] values = lane < count ? data.copy(records[5 + lane], 0) : new float[layout.features()];
      for (int feature = 0; feature < values.length; feature++) {
        expected[base + layout.line(feature) * lanes + lane] = values[feature];
      }
    }
    data.load(0, records, 5, count, slab.values(), base, lanes, layout);
    assertThat(slab.values()).containsExactly(expected);
  }

  @Test
  void aBatchOfAVectorInputAndItsLabels() {
    Dataset data = mixed(1, 2, 2);
    int[] records = {3, 49, 0};
    Slab slab = Slab.allocate(4, 16);
    data.load(1, records, 1, 2, slab.values(), slab.base(), 16, Layout.vector(3));
    for (int feature = 0; feature < 3; feature++) {
      assertThat(slab.values()[slab.address(feature)]).isEqualTo(data.copy(49, 1)[feature]);
      assertThat(slab.values()[slab.address(feature) + 1]).isEqualTo(data.copy(0, 1)[feature]);
    }
    int[] labels = {-1, -1, -1};
    data.labels(records, 1, 2, labels);
    assertThat(labels).containsExactly(data.label(49), data.label(0), -1);
    Arrays.fill(slab.values(), 7);
    data.targets(records, 0, 3, slab.values(), slab.base(), 16, 4);
    for (int lane = 0; lane < 16; lane++) {
      for (int line = 0; line < 4; line++) {
        float expected = lane < 3 && data.label(records[lane]) == line ? 1 : 0;
        assertThat(slab.values()[slab.address(line) + lane]).isEqualTo(expected);
      }
    }
  }

  @Test
  void targetValuesFillTheirLanes() {
    Dataset data = Dataset.builder("regression").input("x", new int[] {1}, new float[] {1, 2, 3})
        .targets(new float[] {10, 11, 20, 21, 30, 31}, 2).build();
    assertThat(data.targetWidth()).isEqualTo(2);
    assertThat(data.classes()).isZero();
    assertThat(data.target(2)).containsExactly(30, 31);
    Slab slab = Slab.allocate(3, 16);
    data.targets(new int[] {2, 0}, 0, 2, slab.values(), slab.base(), 16, 3);
    assertThat(Arrays.copyOfRange(slab.values(), slab.address(0), slab.address(0) + 3)).containsExactly(30, 10, 0);
    assertThat(Arrays.copyOfRange(slab.values(), slab.address(1), slab.address(1) + 3)).containsExactly(31, 11, 0);
    assertThat(Arrays.copyOfRange(slab.values(), slab.address(2), slab.address(2) + 3)).containsExactly(0, 0, 0);
    fails(() -> data.label(0), "regression: class labels are needed, and records have 2 target values.\n"
        + "  Fix: load the data with a label column or train with the loss MEAN_SQUARED_ERROR.");
    fails(() -> data.requireOutputs(3), "regression: the network has 3 outputs, and a record has 2 target values.\n"
        + "  Fix: give the last layer 2 units.");
  }

  @Test
  void loadingABatchAllocatesNothing() {
    Dataset data = mixed(1, 8, 8);
    BatchOrder order = BatchOrder.shuffled(1, SIZE, 16);
    Slab slab = Slab.allocate(100, 16);
    Layout layout = new Layout(1, 8, 8, 1, 1);
    int[] labels = new int[16];
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int epoch = 0; epoch < 50; epoch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      order.epoch(epoch);
      for (int batch = 0; batch < order.batches(); batch++) {
        int from = order.from(batch);
        int count = order.count(batch);
        data.load(0, order.records(), from, count, slab.values(), slab.base(), 16, layout);
        data.labels(order.records(), from, count, labels);
        data.targets(order.records(), from, count, slab.values(), slab.base(), 16, 10);
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(allocated).isZero();
  }

  @Test
  void wrongBoundsAreRefusedBeforeAnythingIsWritten() {
    Dataset data = mixed(1, 2, 2);
    float[] slab = new float[64];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.load(0, new int[17], 0, 17, slab, 0, 16, Layout.image(1, 2, 2)))
        .withMessage("17 records do not fit into 16 lanes, which come in multiples of 16.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.load(0, new int[1], 0, 1, slab, 0, 16, Layout.image(1, 3, 2)))
        .withMessage("The layout has 6 features, and input \"image\" has 4.");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> data.load(0, new int[1], 0, 1, slab, 16, 16, Layout.image(1, 2, 2)));
    assertThat(slab).containsOnly(0);
  }

  @Test
  void partsShareRecordsAndKeepTheirOrder() {
    Dataset data = mixed(1, 2, 2);
    assertThat(data.subset(5, 9).copy(2, 0)).containsExactly(data.copy(7, 0));
    assertThat(data.take(3).size()).isEqualTo(3);
    TrainTest parts = data.split(0.7, 11);
    assertThat(parts.train().size()).isEqualTo(35);
    assertThat(parts.test().size()).isEqualTo(15);
    assertThat(parts.test().copy(4, 1)).containsExactly(data.split(0.7, 11).test().copy(4, 1));
    fails(() -> data.take(51), "mixed: a subset must have at least one record within 0 to 50, and 0 to 51 was asked "
        + "for.\n  Fix: give 0 <= from < to <= 50.");
  }

  @Test
  void aNetworkFindsItsInputsByName() {
    Dataset data = mixed(1, 4, 4);
    assertThat(data.requireInputs(InputShape.of("age", 3), InputShape.of("image", 1, 4, 4))).containsExactly(1, 0);
    fails(() -> data.requireInputs(InputShape.of("imgae", 1, 4, 4)), "mixed: the data set has no input \"imgae\".\n"
        + "  Fix: did you mean 'image'? (choices are image, age).");
    fails(() -> data.requireInputs(InputShape.of("images", 1, 4, 4)), "mixed: the data set has no input \"images\".\n"
        + "  Fix: did you mean 'image'? (choices are image, age).");
    fails(() -> data.requireInputs(InputShape.of("image", 1, 8, 8)), "mixed: input \"image\" of the network has shape "
        + "{1, 8, 8}, and input \"image\" of the data set has {1, 4, 4}.\n"
        + "  Fix: declare shape = {1, 4, 4} or supply records of {1, 8, 8}.");
    fails(() -> data.requireInputs(InputShape.of("image", 16)), "mixed: input \"image\" of the network has shape "
        + "{16}, and input \"image\" of the data set has {1, 4, 4}.\n"
        + "  Fix: declare shape = {1, 4, 4} or reshape the data set's input to {16}.");
    assertThat(data.reshape("image", 16).requireInputs(InputShape.of("image", 16))).containsExactly(0);
    assertThat(data.rename("image", "pixels").requireInputs(InputShape.of("pixels", 1, 4, 4))).containsExactly(0);
    fails(() -> data.rename("image", "age"),
        "mixed: input names must differ, and \"age\" stands twice.\n  Fix: rename one of them.");
    fails(() -> data.reshape("image", 3, 5), "mixed: reshaping must keep the number of values, and input \"image\" of "
        + "shape {1, 4, 4} has 16 where {3, 5} has 15.\n  Fix: give extents whose product is 16.");
  }

  @Test
  void aSingleInputServesASingleInputOfAnyName() {
    Dataset data = Dataset.builder("one").input("features", new int[] {2}, new float[4]).labels(new int[2], 2).build();
    assertThat(data.requireInputs(InputShape.of("x", 2))).containsExactly(0);
    fails(() -> data.requireInputs(InputShape.of("x", 2), InputShape.of("y", 2)),
        "one: the data set has no input \"x\".\n  Fix: use one that exists (choices are features).");
  }

  @Test
  void batchesAndOutputsAreCheckedAgainstTheSet() {
    Dataset data = Dataset.builder("five").input("x", new int[] {1}, new float[5])
        .labels(new int[] {0, 1, 0, 4, 3}, 5).build();
    data.requireBatch(5);
    data.requireOutputs(5);
    data.requireOutputs(9);
    fails(() -> data.requireBatch(6), "five: a batch must not be larger than the set, and a batch of 6 was asked of 5 "
        + "records.\n  Fix: lower the batch to at most 5.");
    fails(() -> data.requireOutputs(4), "five, record 3: a label must be below the network's 4 outputs, and 4 was "
        + "found.\n  Fix: give the last layer 5 units.");
  }

  @Test
  void wrongArraysAreRefusedByRecord() {
    fails(() -> Dataset.builder("d").input("x", new int[] {2}, new float[] {1, 2, 3, Float.NaN})
            .labels(new int[2], 1).build(),
        "d, record 1: every value must be finite, and NaN was found at feature 1 of input \"x\".\n"
            + "  Fix: repair or remove the record.");
    fails(() -> Dataset.builder("d").input("x", new int[] {2}, new float[4]).labels(new int[] {0, 3}, 3).build(),
        "d, record 1: a label must be 0 to 2, and 3 was found.\n"
            + "  Fix: correct the label or give the number of classes as at least 4.");
    fails(() -> Dataset.builder("d").input("x", new int[] {2}, new float[6]).labels(new int[2], 3).build(),
        "d: every record must have a label and every input, and input \"x\" of shape {2} has 3 records where there are "
            + "labels or targets of 2 records.\n  Fix: supply the same number of records for both.");
    fails(() -> Dataset.builder("d").input("x", new int[] {2}, new float[0]).labels(new int[0], 3).build(),
        "d: a data set needs at least one record, and has none.\n  Fix: supply records.");
    fails(() -> Dataset.builder("d").labels(new int[1], 3).build(), "d: a data set needs at least one input and labels "
        + "or targets, and has 0 inputs and them.\n  Fix: call input(...) or pixels(...), and labels(...) or "
        + "targets(...).");
    fails(() -> Dataset.builder("d").input("x", new int[] {1}, new float[1])
            .targets(new float[] {Float.POSITIVE_INFINITY}, 1).build(),
        "d, record 0: every target must be finite, and Infinity was found at output 0.\n"
            + "  Fix: repair or remove the record.");
    fails(() -> InputShape.of("x", 3, 0), "input \"x\": a shape has at least one extent, each at least 1, of "
        + "2147483647 values at most, and [3, 0] was given.\n  Fix: give {features} or {channels, height, width}.");
  }

  @Test
  void trainingAndTestSetMustBeOfOneKind() {
    Dataset a = mixed(1, 2, 2);
    Dataset named = Dataset.builder("other").input("x", new int[] {1}, new float[1]).labels(new int[1], 1).build();
    fails(() -> new TrainTest(a, named), "other: training and test set must have the same inputs, and the training set "
        + "has \"image\" {1, 2, 2}, \"age\" {3} where the test set has \"x\" {1}.\n"
        + "  Fix: load both from the same source.");
    Dataset two = Dataset.builder("two").input("x", new int[] {1}, new float[1])
        .labels(new int[1], List.of("no", "yes")).build();
    fails(() -> new TrainTest(named, two), "two: training and test set must have the same classes or targets, and the "
        + "training set has classes [0] where the test set has classes [no, yes].\n"
        + "  Fix: load both with the same classes.");
  }

  @Test
  void changingAGivenArrayLeavesTheDataSet() {
    float[] values = {1, 2};
    int[] labels = {0, 1};
    Dataset data = Dataset.builder("d").input("x", new int[] {1}, values).labels(labels, 2).build();
    values[0] = 9;
    labels[0] = 1;
    assertThat(data.copy(0, 0)).containsExactly(1);
    assertThat(data.label(0)).isZero();
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatExceptionOfType(DataException.class).isThrownBy(call).withMessage(message);
  }
}
