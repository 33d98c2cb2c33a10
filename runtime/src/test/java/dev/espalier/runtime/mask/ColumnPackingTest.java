package dev.espalier.runtime.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.encoding.StorageEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnPackingTest {

  /**
   * Columns 0, 2 and 1, 3 hold no weight in the same row.
   *
   * <pre>
   * 1 . . 5        1 5
   * . 3 4 .   ->   4 3
   * 2 . . 6        2 6
   * . . 7 .        7 .
   * </pre>
   */
  private static final float[] FOUR = {1, 0, 0, 5, 0, 3, 4, 0, 2, 0, 0, 6, 0, 0, 7, 0};

  @Test
  void columnsWithoutConflictsPackAndSayWhereEachWeightIsFrom() {
    ColumnPacking packing = ColumnPacking.of(StorageEncoding.nonZero(FOUR), 4, 4, 2, 0);
    assertThat(packing.packedColumns()).isEqualTo(2);
    assertThat(packing.group(0)).containsExactly(0, 2);
    assertThat(packing.group(1)).containsExactly(1, 3);
    assertThat(packing.pack(FOUR)).containsExactly(1, 5, 4, 3, 2, 6, 7, 0);
    assertThat(packing.sources()).containsExactly(0, 3, 2, 1, 0, 3, 2, -1);
    assertThat(packing.utilisationBefore()).isEqualTo(7 / 16.0);
    assertThat(packing.utilisationAfter()).isEqualTo(7 / 8.0);
  }

  /**
   * Two columns that meet in row 0 of four: one conflict, 0.25 a row on average. The largest of row 0 stays.
   */
  @Test
  void conflictsAreAllowedUpToTheirMeanAndTheLargestStays() {
    float[] values = {9, 2, 1, 0, 0, 3, 4, 0};
    BitSet kept = StorageEncoding.nonZero(values);
    assertThat(ColumnPacking.of(kept, 4, 2, 2, 0.24).packedColumns()).isEqualTo(2);
    ColumnPacking packing = ColumnPacking.of(kept, 4, 2, 2, 0.25);
    assertThat(packing.packedColumns()).isEqualTo(1);
    assertThat(packing.conflicts()).isEqualTo(1);
    assertThat(packing.losers(values)).isEqualTo(BitSet.valueOf(new long[] {0b10}));
    assertThat(packing.utilisationAfter()).isEqualTo(1);
    assertThatThrownBy(() -> packing.pack(values)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 weights are in conflict");
  }

  @Test
  void columnsWithoutWeightsNeedNoPlace() {
    ColumnPacking packing = ColumnPacking.of(BitSet.valueOf(new long[] {0b000_010}), 2, 3, 8, 0);
    assertThat(packing.packedColumns()).isEqualTo(1);
    assertThat(ColumnPacking.of(new BitSet(), 2, 3, 8, 0).utilisationAfter()).isZero();
  }

  @Test
  void everyCombinationIsSoundAndNoneBeatsTheBestOfAllPartitions() {
    Random random = new Random(11);
    int optimal = 0;
    int trials = 150;
    for (int trial = 0; trial < trials; trial++) {
      int rows = 2 + random.nextInt(7);
      int columns = 2 + random.nextInt(5);
      int most = 1 + random.nextInt(4);
      double conflicts = random.nextInt(4) / 4.0;
      BitSet kept = new BitSet();
      random.ints(rows * columns / 2, 0, rows * columns).forEach(kept::set);
      ColumnPacking packing = ColumnPacking.of(kept, rows, columns, most, conflicts);
      BitSet seen = new BitSet();
      for (int g = 0; g < packing.packedColumns(); g++) {
        int[] group = packing.group(g);
        assertThat(group.length).isLessThanOrEqualTo(most);
        assertThat(conflicts(kept, rows, columns, Arrays.stream(group).boxed().toList()))
            .isLessThanOrEqualTo((int) (conflicts * rows));
        for (int column : group) {
          assertThat(seen.get(column)).isFalse();
          seen.set(column);
        }
      }
      kept.stream().forEach(i -> assertThat(seen.get(i % columns)).isTrue());
      List<Integer> full = seen.stream().boxed().toList();
      int best = fewest(kept, rows, columns, most, conflicts, full, new ArrayList<>());
      assertThat(packing.packedColumns()).isGreaterThanOrEqualTo(best);
      optimal += packing.packedColumns() == best ? 1 : 0;
    }
    assertThat(optimal).as("greedy is the best of all partitions nearly always at this size")
        .isGreaterThan(trials * 85 / 100);
  }

  @Test
  void whatLosesIsAllButTheHighestScoreOfEachRow() {
    Random random = new Random(12);
    for (int trial = 0; trial < 50; trial++) {
      float[] scores = new float[6 * 8];
      BitSet kept = new BitSet();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextFloat();
        kept.set(i, random.nextInt(3) == 0);
      }
      ColumnPacking packing = ColumnPacking.of(kept, 6, 8, 4, 1.5);
      BitSet losers = packing.losers(scores);
      assertThat(losers.cardinality()).isEqualTo(packing.conflicts());
      BitSet left = (BitSet) kept.clone();
      left.andNot(losers);
      for (int g = 0; g < packing.packedColumns(); g++) {
        for (int row = 0; row < 6; row++) {
          int first = row * 8;
          List<Integer> there =
              Arrays.stream(packing.group(g)).map(c -> first + c).filter(kept::get).boxed().toList();
          int highest = there.stream().max(java.util.Comparator.comparingDouble(i -> scores[i])).orElse(-1);
          there.forEach(i -> assertThat(left.get(i)).isEqualTo(i == highest));
        }
      }
    }
  }

  /**
   * The manner of counting of the paper's figures: of a filter matrix of which about a sixth is left, up to 8 columns
   * with half a conflict a row pack at a utilisation several times that of the matrix.
   */
  @Test
  void packingASparseMatrixRaisesItsUtilisationSeveralTimes() {
    int rows = 96;
    int columns = 94;
    Random random = new Random(13);
    float[] scores = new float[rows * columns];
    BitSet kept = new BitSet();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextFloat();
      kept.set(i, random.nextInt(100) < 16);
    }
    ColumnPacking packing = ColumnPacking.of(kept, rows, columns, 8, 0.5);
    assertThat(packing.utilisationBefore()).isCloseTo(0.16, within(0.02));
    assertThat(packing.utilisationAfter()).isGreaterThan(3.5 * packing.utilisationBefore());
    kept.andNot(packing.losers(scores));
    ColumnPacking again = ColumnPacking.of(kept, rows, columns, 8, 0);
    assertThat(again.conflicts()).isZero();
    assertThat(again.utilisationAfter()).isGreaterThan(2 * again.utilisationBefore());
  }

  private static int fewest(BitSet kept, int rows, int columns, int most, double conflicts, List<Integer> left,
      List<List<Integer>> groups) {
    if (left.isEmpty()) {
      return groups.size();
    }
    int column = left.getFirst();
    List<Integer> rest = left.subList(1, left.size());
    int best = Integer.MAX_VALUE;
    for (int g = 0; g < groups.size(); g++) {
      List<Integer> group = groups.get(g);
      group.add(column);
      if (group.size() <= most && conflicts(kept, rows, columns, group) <= (int) (conflicts * rows)) {
        best = Math.min(best, fewest(kept, rows, columns, most, conflicts, rest, groups));
      }
      group.removeLast();
    }
    groups.add(new ArrayList<>(List.of(column)));
    best = Math.min(best, fewest(kept, rows, columns, most, conflicts, rest, groups));
    groups.removeLast();
    return best;
  }

  private static int conflicts(BitSet kept, int rows, int columns, List<Integer> group) {
    int conflicts = 0;
    for (int row = 0; row < rows; row++) {
      int first = row * columns;
      conflicts += Math.max(0, (int) group.stream().filter(c -> kept.get(first + c)).count() - 1);
    }
    return conflicts;
  }
}
