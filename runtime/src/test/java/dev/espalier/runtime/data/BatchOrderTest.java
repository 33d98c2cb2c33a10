package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

  @Test
  void anEpochFollowsFromSeedAndNumberWhateverCameBefore() {
    BatchOrder whole = BatchOrder.shuffled(9, 100, 30);
    whole.epoch(1);
    whole.epoch(2);
    BatchOrder resumed = BatchOrder.shuffled(9, 100, 30);
    resumed.epoch(2);
    assertThat(resumed.records()).containsExactly(whole.records());
    whole.epoch(0);
    assertThat(BatchOrder.shuffled(9, 100, 30).records()).containsExactly(whole.records());
  }

  @Test
  void epochsAndSeedsDiffer() {
    BatchOrder order = BatchOrder.shuffled(9, 100, 30);
    int[] first = order.records().clone();
    order.epoch(1);
    assertThat(order.records()).isNotEqualTo(first);
    assertThat(BatchOrder.shuffled(10, 100, 30).records()).isNotEqualTo(first);
  }

  @Test
  void everyRecordComesOnceAndTheLastBatchIsWhatIsLeft() {
    BatchOrder order = BatchOrder.shuffled(3, 100, 30);
    order.epoch(5);
    assertThat(order.batches()).isEqualTo(4);
    boolean[] seen = new boolean[100];
    int records = 0;
    for (int batch = 0; batch < order.batches(); batch++) {
      for (int i = 0; i < order.count(batch); i++) {
        seen[order.records()[order.from(batch) + i]] = true;
        records++;
      }
    }
    assertThat(records).isEqualTo(100);
    assertThat(seen).containsOnly(true);
    assertThat(order.count(3)).isEqualTo(10);
    assertThat(BatchOrder.shuffled(3, 90, 30).batches()).isEqualTo(3);
    assertThat(BatchOrder.shuffled(3, 90, 30).count(2)).isEqualTo(30);
  }

  @Test
  void evaluationTakesRecordsAsTheyCome() {
    BatchOrder order = BatchOrder.sequential(5, 2);
    order.epoch(7);
    assertThat(order.records()).containsExactly(0, 1, 2, 3, 4);
    assertThatIllegalArgumentException().isThrownBy(() -> BatchOrder.sequential(0, 2))
        .withMessageContaining("0 records in batches of 2");
  }

  private static int[] lengths(int size) {
    int[] lengths = new int[size];
    for (int i = 0; i < size; i++) {
      lengths[i] = i * 7 % 23;
    }
    return lengths;
  }

  @Test
  void recordsOfSimilarLengthShareABatchAndEveryRecordComesOnce() {
    int[] lengths = lengths(1_030);
    BatchOrder order = BatchOrder.shuffled(4, lengths.length, 10, lengths);
    order.epoch(3);
    assertThat(Arrays.stream(order.records()).sorted().toArray())
        .isEqualTo(IntStream.range(0, lengths.length).toArray());
    int between = 0;
    int ascending = 0;
    for (int batch = 0; batch < order.batches(); batch++) {
      int from = order.from(batch);
      int first = lengths[order.records()[from]];
      int last = lengths[order.records()[from + order.count(batch) - 1]];
      between += last - first;
      ascending += batch > 0 && lengths[order.records()[from - 1]] <= first ? 1 : 0;
    }
    // 23 lengths over 50 batches of a window; in any order the span of ten would be near 19
    assertThat(between / (double) order.batches()).isLessThan(1);
    assertThat(ascending).as("batches are shuffled").isLessThan(order.batches() * 3 / 4);
  }

  @Test
  void anOrderByLengthFollowsFromSeedAndEpochToo() {
    int[] lengths = lengths(205);
    BatchOrder whole = BatchOrder.shuffled(9, 205, 8, lengths);
    whole.epoch(1);
    int[] first = whole.records().clone();
    whole.epoch(2);
    assertThat(whole.records()).isNotEqualTo(first);
    BatchOrder resumed = BatchOrder.shuffled(9, 205, 8, lengths);
    resumed.epoch(2);
    assertThat(resumed.records()).containsExactly(whole.records());
  }

  @Test
  void evaluationGoesFromTheShortestRecordToTheLongest() {
    assertThat(BatchOrder.sequential(6, 4, new int[] {5, 2, 9, 2, 0, 5}).records())
        .containsExactly(4, 1, 3, 0, 5, 2);
    assertThat(BatchOrder.shuffled(1, 3, 8, new int[] {1, 1, 1}).batches()).isEqualTo(1);
  }
}
