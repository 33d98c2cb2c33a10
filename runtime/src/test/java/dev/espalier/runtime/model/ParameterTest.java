package dev.espalier.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.mask.ElementGrouping;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ParameterTest {

  @Test
  void pruningZeroesValuesAndCompactsState() {
    Parameter parameter = new Parameter("p", 2, 3);
    parameter.resetState(2);
    for (int i = 0; i < 6; i++) {
      parameter.values()[i] = -(i + 1);
      parameter.state(0)[i] = 10 + i;
      parameter.state(1)[i] = 20 + i;
    }
    parameter.prune(keeping(0, 2, 3, 5));
    assertThat(parameter.values()).containsExactly(-1, 0, -3, -4, 0, -6);
    assertThat(Float.floatToRawIntBits(parameter.values()[1])).as("+0").isZero();
    assertThat(parameter.kept()).containsExactly(0, 2, 3, 5);
    assertThat(parameter.state(0)).containsExactly(10, 12, 13, 15);
    parameter.prune(keeping(2, 5));
    assertThat(parameter.values()).containsExactly(0, 0, -3, 0, 0, -6);
    assertThat(parameter.state(0)).containsExactly(12, 15);
    assertThat(parameter.state(1)).containsExactly(22, 25);
    assertThat(parameter.sparsity()).isEqualTo(4.0 / 6);
    parameter.resetState(1);
    assertThat(parameter.state(0)).containsExactly(0, 0);
  }

  @Test
  void nothingPrunedIsDense() {
    Parameter parameter = new Parameter("p", 2, 3);
    parameter.prune(Mask.all(new ElementGrouping(6)));
    assertThat(parameter.kept()).isNull();
    assertThat(parameter.keptCount()).isEqualTo(6);
  }

  @Test
  void aPrunedValueDoesNotComeBack() {
    Parameter parameter = new Parameter("p", 2, 3);
    parameter.prune(keeping(0, 2));
    assertThatThrownBy(() -> parameter.prune(keeping(0, 1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pruned already");
    assertThatThrownBy(() -> parameter.prune(Mask.all(new ElementGrouping(5))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRegrownValueStartsAtZeroWithFreshState() {
    Parameter parameter = new Parameter("p", 2, 3);
    parameter.prune(keeping(0, 2, 3, 5));
    parameter.resetState(2);
    for (int k = 0; k < 4; k++) {
      parameter.values()[parameter.kept()[k]] = k + 1;
      parameter.state(0)[k] = 10 + k;
      parameter.state(1)[k] = 20 + k;
    }
    parameter.regrow(keeping(1, 2, 4, 5));
    assertThat(parameter.kept()).containsExactly(1, 2, 4, 5);
    assertThat(parameter.values()).containsExactly(0, 0, 2, 0, 0, 4);
    assertThat(parameter.state(0)).containsExactly(0, 11, 0, 13);
    assertThat(parameter.state(1)).containsExactly(0, 21, 0, 23);
    parameter.regrow(keeping(0, 1, 2, 3, 4, 5));
    assertThat(parameter.kept()).isNull();
    assertThat(parameter.state(0)).containsExactly(0, 0, 11, 0, 0, 13);
    parameter.regrow(keeping(2, 3));
    assertThat(parameter.state(0)).containsExactly(11, 0);
    assertThat(parameter.values()).containsExactly(0, 0, 2, 0, 0, 0);
  }

  @Test
  void onlyGroupsOfTheMaskThatIsThereCanBeRegrown() {
    Parameter parameter = new Parameter("p", 2, 3);
    assertThatThrownBy(() -> parameter.regrow(keeping(1))).isInstanceOf(IllegalArgumentException.class);
    parameter.prune(keeping(1));
    Grouping neurons = Grouping.of(Granularity.NEURON, WeightGeometry.dense(2, 3, true));
    assertThatThrownBy(() -> parameter.regrow(Mask.all(neurons)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("regrow");
  }

  @Test
  void whatWasSavedIsRestoredBitForBit() {
    Parameter parameter = new Parameter("p", 2, 3);
    parameter.values()[1] = -0f;
    parameter.values()[5] = Float.MIN_VALUE;
    parameter.resetState(1);
    parameter.state(0)[5] = 3;
    Parameter.Saved dense = parameter.save();
    parameter.prune(keeping(0, 5));
    parameter.state(0)[1] = 4;
    Parameter.Saved pruned = parameter.save();
    parameter.prune(keeping(0));
    parameter.restore(pruned);
    assertThat(parameter.kept()).containsExactly(0, 5);
    assertThat(parameter.mask()).isEqualTo(keeping(0, 5));
    assertThat(parameter.state(0)).containsExactly(0, 4);
    assertThat(parameter.values()[5]).isEqualTo(Float.MIN_VALUE);
    parameter.restore(dense);
    assertThat(parameter.mask()).isNull();
    assertThat(parameter.kept()).isNull();
    assertThat(Float.floatToRawIntBits(parameter.values()[1])).isEqualTo(Float.floatToRawIntBits(-0f));
    assertThat(parameter.state(0)).containsExactly(0, 0, 0, 0, 0, 3);
  }

  private static Mask keeping(int... elements) {
    BitSet kept = new BitSet();
    for (int element : elements) {
      kept.set(element);
    }
    return Mask.of(new ElementGrouping(6), kept);
  }
}
