package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
