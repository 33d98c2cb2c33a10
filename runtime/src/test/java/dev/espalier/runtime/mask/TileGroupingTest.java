package dev.espalier.runtime.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileGroupingTest {

  private static final PrunePolicy HALF = PrunePolicy.toSparsity(0.5);

  private static Grouping grouping(Granularity granularity, GroupShape shape, WeightGeometry geometry) {
    return Grouping.of(HALF.granularity(granularity).shape(shape), geometry);
  }

  /**
   * A 3 x 5 matrix in blocks of 2 x 2: the last column of blocks and the last row of blocks are cut.
   *
   * <pre>
   *  0  1 |  2  3 |  4
   *  5  6 |  7  8 |  9
   * ------+-------+---
   * 10 11 | 12 13 | 14
   * </pre>
   */
  @Test
  void blocksAreCutAtTheEdges() {
    Grouping blocks = grouping(Granularity.BLOCK, GroupShape.ofBlock(2, 2), WeightGeometry.dense(3, 5, true));
    assertThat(blocks.groups()).isEqualTo(6);
    assertThat(groups(blocks)).containsExactly(0, 0, 1, 1, 2, 0, 0, 1, 1, 2, 3, 3, 4, 4, 5);
    assertThat(sizes(blocks)).containsExactly(4, 4, 2, 2, 2, 1);
    assertThat(blocks.isEven()).isFalse();
    float[] scores = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    assertThat(blocks.sum(scores)).containsExactly(16, 24, 15, 23, 27, 15);
    Mask mask = Mask.of(blocks, bits(0, 2, 4));
    assertThat(mask.keptIndices()).containsExactly(0, 1, 4, 5, 6, 9, 12, 13);
    assertThat(mask.keptElements()).isEqualTo(8);
  }

  @Test
  void vectorsAreNeighboursInARowOrInAColumn() {
    WeightGeometry dense = WeightGeometry.dense(4, 4, true);
    Grouping along = grouping(Granularity.VECTOR, GroupShape.ofBlock(1, 2), dense);
    assertThat(groups(along)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    Grouping down = grouping(Granularity.VECTOR, GroupShape.ofBlock(2, 1), dense);
    assertThat(groups(down)).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7);
  }

  /** 2 filters over 3 channels of 2 x 2: six planes of four weights. */
  @Test
  void aKernelIsAPlaneOfAConvolution() {
    Grouping kernels = grouping(Granularity.KERNEL, GroupShape.DEFAULT, convolution(2, 3, 2, 1));
    assertThat(kernels.groups()).isEqualTo(6);
    assertThat(sizes(kernels)).containsOnly(4);
    assertThat(kernels.group(11)).isEqualTo(2);
    assertThat(kernels.group(12)).isEqualTo(3);
    assertThat(kernels.coversBias()).isFalse();
  }

  @Test
  void aLayerIsOneGroupWithItsBiasesAndMayBeEmpty() {
    Grouping layer = grouping(Granularity.LAYER, GroupShape.DEFAULT, convolution(2, 3, 2, 1));
    assertThat(layer.groups()).isEqualTo(1);
    assertThat(layer.size(0)).isEqualTo(24);
    assertThat(layer.ofBiases().groups()).isEqualTo(1);
    assertThat(layer.ofBiases().elements()).isEqualTo(2);
    Mask empty = Mask.of(layer, new BitSet());
    assertThat(empty.keptElements()).isZero();
    assertThat(empty.keptIndices()).isEmpty();
    assertThat(empty.sparsity()).isEqualTo(1);
  }

  @Test
  void aGroupOfSharedRowsIsAColumnOfThem() {
    Grouping shared = grouping(Granularity.N_OF_M, GroupShape.nOfM(2, 4, 2), WeightGeometry.dense(3, 4, true));
    assertThat(groups(shared)).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(sizes(shared)).containsExactly(2, 2, 2, 2, 1, 1, 1, 1);
  }

  @Test
  void groupsAreDisjointAndCoverEverythingOverRandomShapes() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      int channelGroups = 1 + random.nextInt(3);
      WeightGeometry geometry = convolution(
          channelGroups * (1 + random.nextInt(5)), channelGroups * (1 + random.nextInt(5)), 1 + random.nextInt(3),
          channelGroups);
      GroupShape shape = new GroupShape(java.util.List.of(1 + random.nextInt(6), 1 + random.nextInt(6)), 1, 2,
          1 + random.nextInt(3), 8, 0.5);
      for (Granularity granularity : EnumSet.allOf(Granularity.class)) {
        Grouping grouping = grouping(granularity, shape, geometry);
        int[] members = new int[grouping.groups()];
        float[] scores = new float[grouping.elements()];
        double[] sums = new double[grouping.groups()];
        for (int i = 0; i < grouping.elements(); i++) {
          scores[i] = random.nextInt(100);
          members[grouping.group(i)]++;
          sums[grouping.group(i)] += scores[i];
        }
        assertThat(members).as("%s %s", granularity, geometry).isEqualTo(sizes(grouping));
        assertThat(grouping.elements()).isEqualTo(geometry.size());
        for (int g = 0; g < sums.length; g++) {
          assertThat((double) grouping.sum(scores)[g]).isEqualTo(sums[g]);
        }
        BitSet some = new BitSet();
        some.set(random.nextInt(grouping.groups()));
        random.ints(grouping.groups() / 2, 0, grouping.groups()).forEach(some::set);
        Mask mask = Mask.of(grouping, some);
        int[] kept = java.util.stream.IntStream.range(0, geometry.size())
            .filter(i -> some.get(grouping.group(i))).toArray();
        assertThat(mask.keptIndices()).as("%s %s", granularity, geometry).isEqualTo(kept);
        assertThat(mask.keptElements()).isEqualTo(kept.length);
        assertThat(mask.elementBits().stream().toArray()).isEqualTo(kept);
      }
    }
  }

  @Test
  void masksOfOtherGroupsCompareByTheirWeights() {
    WeightGeometry dense = WeightGeometry.dense(2, 2, true);
    Mask row = Mask.of(grouping(Granularity.NEURON, GroupShape.DEFAULT, dense), bits(0));
    Mask three = Mask.of(new ElementGrouping(4), bits(0, 1, 2));
    assertThat(row.isWithin(three)).isTrue();
    assertThat(three.isWithin(row)).isFalse();
  }

  /** It stands on the path of training: a million weights take milliseconds; far more where each is a virtual call. */
  @Test
  void keptListsOfAMillionWeightsDeriveQuickly() {
    WeightGeometry geometry = convolution(1024, 112, 3, 1);
    for (Granularity granularity : new Granularity[] {Granularity.ELEMENT, Granularity.BLOCK, Granularity.KERNEL,
        Granularity.FILTER, Granularity.CHANNEL}) {
      Grouping grouping = grouping(granularity, GroupShape.ofBlock(4, 4), geometry);
      BitSet some = new BitSet();
      new Random(1).ints(grouping.groups(), 0, grouping.groups()).forEach(some::set);
      Mask mask = Mask.of(grouping, some);
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 30; i++) {
        long start = System.nanoTime();
        assertThat(mask.keptIndices()).hasSize(mask.keptElements());
        best = Math.min(best, System.nanoTime() - start);
      }
      assertThat(best).as(granularity.name()).isLessThan(30_000_000);
    }
  }

  private static WeightGeometry convolution(int filters, int channels, int kernel, int groups) {
    return new WeightGeometry(filters, channels, 8, 8, kernel, kernel, 1, 1, 0, 0, groups, true);
  }

  private static int[] groups(Grouping grouping) {
    int[] groups = new int[grouping.elements()];
    Arrays.setAll(groups, grouping::group);
    return groups;
  }

  private static int[] sizes(Grouping grouping) {
    int[] sizes = new int[grouping.groups()];
    Arrays.setAll(sizes, grouping::size);
    return sizes;
  }

  private static BitSet bits(int... groups) {
    BitSet bits = new BitSet();
    for (int g : groups) {
      bits.set(g);
    }
    return bits;
  }
}
