package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  private static final int PIXELS = 28 * 28;

  @Test
  void aSetFollowsFromItsSeedAndASmallerOneIsItsBeginning() {
    Dataset data = DrawnDigits.generate(20, 10, 5).train();
    Dataset longer = DrawnDigits.generate(40, 1, 5).train();
    for (int record = 0; record < 20; record++) {
      assertThat(longer.label(record)).isEqualTo(data.label(record));
      assertThat(longer.copy(record, 0)).containsExactly(data.copy(record, 0));
    }
    assertThat(DrawnDigits.generate(1, 1, 6).train().copy(0, 0)).isNotEqualTo(data.copy(0, 0));
    assertThat(DrawnDigits.generate(1, 1, 5).test().copy(0, 0)).isNotEqualTo(data.copy(0, 0));
  }

  @Test
  void aRecordIsTheSameOnEveryPlatform() {
    Dataset data = DrawnDigits.generate(200, 1, 1).train();
    long hash = 0;
    for (int record = 0; record < data.size(); record++) {
      hash = 31 * hash + data.label(record);
      for (float value : data.copy(record, 0)) {
        hash = 31 * hash + Math.round(255 * value);
      }
    }
    assertThat(hash).isEqualTo(4290930908072776202L);
  }

  @Test
  void imagesAreDarkPaperWithSomeInk() {
    TrainTest data = DrawnDigits.generate(1000, 1, 2);
    assertThat(data.train().name()).isEqualTo("drawn-digits");
    assertThat(data.train().inputs()).containsExactly(InputShape.of("image", 1, 28, 28));
    assertThat(data.train().classes()).isEqualTo(10);
    Set<Integer> labels = new HashSet<>();
    for (int record = 0; record < data.train().size(); record++) {
      labels.add(data.train().label(record));
      int inked = 0;
      for (float value : data.train().copy(record, 0)) {
        assertThat(value).isBetween(0f, 1f);
        inked += value > 0.4f ? 1 : 0;
      }
      assertThat(inked).as("inked pixels of record %d", record).isBetween(8, 330);
    }
    assertThat(labels).hasSize(10);
  }

  /** Softmax regression, whose bound on the full set is about 0.87; hidden layers reach about 0.97. */
  @Test
  void aLinearModelStaysBehind() {
    TrainTest data = DrawnDigits.generate(3000, 1000, 1);
    float[] weights = new float[10 * (PIXELS + 1)];
    for (int epoch = 0; epoch < 12; epoch++) {
      BatchOrder order = BatchOrder.shuffled(1, data.train().size(), 1);
      order.epoch(epoch);
      for (int record : order.records()) {
        step(weights, data.train().copy(record, 0), data.train().label(record), 0.02f / (1 + epoch / 4f));
      }
    }
    int right = 0;
    for (int record = 0; record < data.test().size(); record++) {
      float[] scores = scores(weights, data.test().copy(record, 0));
      int best = 0;
      for (int digit = 1; digit < 10; digit++) {
        best = scores[digit] > scores[best] ? digit : best;
      }
      right += best == data.test().label(record) ? 1 : 0;
    }
    assertThat(right / 1000.0).isBetween(0.70, 0.88);
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> DrawnDigits.generate(10, 0, 1))
        .withMessage("drawn-digits: a set has 1 to 2739137 records, and 0 were asked for.\n"
            + "  Fix: give a number in that range.");
  }

  private static float[] scores(float[] weights, float[] pixels) {
    float[] scores = new float[10];
    for (int digit = 0; digit < 10; digit++) {
      int row = digit * (PIXELS + 1);
      float sum = weights[row + PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        sum += weights[row + i] * pixels[i];
      }
      scores[digit] = sum;
    }
    return scores;
  }

  private static void step(float[] weights, float[] pixels, int label, float rate) {
    float[] scores = scores(weights, pixels);
    double total = 0;
    for (float score : scores) {
      total += Math.exp(score);
    }
    for (int digit = 0; digit < 10; digit++) {
      float delta = rate * (float) (Math.exp(scores[digit]) / total - (digit == label ? 1 : 0));
      int row = digit * (PIXELS + 1);
      for (int i = 0; i < PIXELS; i++) {
        weights[row + i] -= delta * pixels[i];
      }
      weights[row + PIXELS] -= delta;
    }
  }
}
