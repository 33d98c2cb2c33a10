package dev.espalier.runtime.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupingTest {

  /**
   * 4 filters over 6 channels of a 3 x 2 kernel in 2 groups: filters 0, 1 read channels 0 to 2, filters 2, 3 the
   * others.
   */
  private static final WeightGeometry GROUPED = new WeightGeometry(4, 6, 8, 8, 3, 2, 1, 1, 0, 0, 2, true);

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void groupsCoverEveryWeightOnce(Granularity granularity) {
    Grouping grouping = Grouping.of(granularity, GROUPED);
    assertThat(grouping.granularity()).isEqualTo(granularity);
    assertThat(grouping.elements()).isEqualTo(GROUPED.size());
    int[] members = new int[grouping.groups()];
    for (int i = 0; i < grouping.elements(); i++) {
      members[grouping.group(i)]++;
    }
    for (int g = 0; g < members.length; g++) {
      assertThat(grouping.size(g)).isEqualTo(members[g]).isPositive();
    }
  }

  @Test
  void aChannelOfAGroupedConvolutionIsReadByItsGroupsFiltersAlone() {
    Grouping channels = Grouping.of(Granularity.CHANNEL, GROUPED);
    assertThat(channels.groups()).isEqualTo(6);
    for (int filter = 0; filter < 4; filter++) {
      for (int c = 0; c < 3; c++) {
        for (int tap = 0; tap < 6; tap++) {
          int element = (filter * 3 + c) * 6 + tap;
          assertThat(channels.group(element)).isEqualTo(filter < 2 ? c : 3 + c);
        }
      }
    }
  }

  @Test
  void aChannelOfADenseLayerIsAColumn() {
    Grouping channels = Grouping.of(Granularity.CHANNEL, WeightGeometry.dense(3, 5, true));
    assertThat(channels.group(0)).isZero();
    assertThat(channels.group(7)).isEqualTo(2);
    assertThat(channels.group(14)).isEqualTo(4);
    assertThat(channels.coversBias()).isFalse();
  }

  @Test
  void theScoreOfAGroupIsTheSumOverItsMembers() {
    float[] scores = {1, 2, 3, 10, 20, 30};
    WeightGeometry dense = WeightGeometry.dense(2, 3, true);
    assertThat(Grouping.of(Granularity.NEURON, dense).sum(scores)).containsExactly(6, 60);
    assertThat(Grouping.of(Granularity.CHANNEL, dense).sum(scores)).containsExactly(11, 22, 33);
    assertThat(Grouping.of(Granularity.ELEMENT, dense).sum(scores)).containsExactly(scores);
  }

  @Test
  void aMaskCountsGroupsAndWeights() {
    Mask all = Mask.all(Grouping.of(Granularity.NEURON, WeightGeometry.dense(4, 5, true)));
    assertThat(all.keepsAll()).isTrue();
    BitSet removed = new BitSet();
    removed.set(1);
    removed.set(3);
    Mask half = all.without(removed);
    assertThat(half.keptGroups()).isEqualTo(2);
    assertThat(half.keptElements()).isEqualTo(10);
    assertThat(half.sparsity()).isEqualTo(0.5);
    assertThat(half.keptIndices()).containsExactly(0, 1, 2, 3, 4, 10, 11, 12, 13, 14);
    assertThat(half.elementBits().cardinality()).isEqualTo(10);
    assertThat(half.isWithin(all)).isTrue();
    assertThat(all.isWithin(half)).isFalse();
    assertThat(all.keepsAll()).as("a mask does not change").isTrue();
  }

  @Test
  void aMaskKeepsAtLeastOneGroup() {
    Mask all = Mask.all(new ElementGrouping(3));
    BitSet three = new BitSet();
    three.set(0, 3);
    assertThatThrownBy(() -> all.without(three)).isInstanceOf(IllegalArgumentException.class);
    BitSet beyond = new BitSet();
    beyond.set(3);
    assertThatThrownBy(() -> Mask.of(new ElementGrouping(3), beyond)).isInstanceOf(IllegalArgumentException.class);
  }
}
