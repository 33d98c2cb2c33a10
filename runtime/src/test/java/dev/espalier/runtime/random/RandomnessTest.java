package dev.espalier.runtime.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomnessTest {

  private static final long PURPOSE = Randomness.purpose("test");

  @Test
  void aStreamIsTheSameOnEveryPlatformAndInEveryVersion() {
    Randomness random = Randomness.stream(42, "initial weights", 7);
    assertThat(Randomness.purpose("initial weights")).isEqualTo(6656575815443819450L);
    assertThat(random.nextLong()).isEqualTo(6158730061768658127L);
    assertThat(random.nextInt(1000)).isEqualTo(555);
    assertThat(random.nextFloat()).isEqualTo(0.13363725f);
    assertThat(random.nextGaussian()).isEqualTo(0.01079158681400842);
  }

  @Test
  void reseedingEqualsANewStreamEvenAfterHalfAPairOfGaussians() {
    Randomness reused = Randomness.stream(1, PURPOSE, 0);
    reused.nextGaussian();
    reused.reseed(1, PURPOSE, 5);
    Randomness fresh = Randomness.stream(1, PURPOSE, 5);
    for (int i = 0; i < 10; i++) {
      assertThat(reused.nextGaussian()).isEqualTo(fresh.nextGaussian());
    }
  }

  @Test
  void seedPurposeAndCounterEachMakeAnotherStream() {
    Set<Long> firsts = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      for (int purpose = 0; purpose < 10; purpose++) {
        for (int counter = 0; counter < 100; counter++) {
          firsts.add(Randomness.stream(seed, purpose, counter).nextLong());
        }
      }
    }
    assertThat(firsts).hasSize(10_000);
  }

  @Test
  void boundedNumbersAreUniform() {
    Randomness random = Randomness.stream(3, PURPOSE, 0);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
    }
    assertThat(Arrays.stream(counts).min().getAsInt()).isGreaterThan(9_600);
    assertThat(Arrays.stream(counts).max().getAsInt()).isLessThan(10_400);
    assertThat(random.nextInt(1)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> random.nextInt(0)).withMessageContaining("at least 1");
  }

  @Test
  void aBoundNearTheLargestIntStaysInRange() {
    Randomness random = Randomness.stream(3, PURPOSE, 1);
    for (int i = 0; i < 1000; i++) {
      assertThat(random.nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
    }
  }

  @Test
  void floatsFillTheUnitIntervalAndGaussiansHaveMeanZeroDeviationOne() {
    Randomness random = Randomness.stream(4, PURPOSE, 0);
    double uniform = 0;
    double sum = 0;
    double squares = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      float value = random.nextFloat();
      assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
      uniform += value;
      double gaussian = random.nextGaussian();
      sum += gaussian;
      squares += gaussian * gaussian;
    }
    assertThat(uniform / count).isCloseTo(0.5, within(0.005));
    assertThat(sum / count).isCloseTo(0, within(0.015));
    assertThat(squares / count).isCloseTo(1, within(0.02));
  }

  @Test
  void aShuffleKeepsTheValuesAndTheRestOfTheArray() {
    int[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Randomness.stream(5, PURPOSE, 0).shuffle(values, 2, 9);
    assertThat(values).startsWith(0, 1).endsWith(9).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Arrays.copyOfRange(values, 2, 9)).isNotEqualTo(new int[] {2, 3, 4, 5, 6, 7, 8});
  }
}
