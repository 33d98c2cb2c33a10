package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.train.History;
import dev.espalier.samples.curves.PrunedCurves;
import dev.espalier.samples.lesson04.PrunedBranches;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A run is the same, bit for bit, whoever executes it: the first run of a JVM goes from the interpreter through C1 to
 * C2, the next ones begin compiled.
 */
final class DeterminismTest {

  private static final TrainTest DIGITS = DrawnDigits.generate(600, 100, 1);

  @Test
  void aColdRunAndAWarmRunOfCurvedActivationsAreEqual() {
    equalRuns(() -> PrunedCurves.create(5), (net, data) -> net.fit(data.train(), data.test()));
  }

  @Test
  void aColdRunAndAWarmRunOfConvolutionsAndBranchesAreEqual() {
    equalRuns(() -> PrunedBranches.create(5), (net, data) -> net.fit(data.train(), data.test()));
  }

  private static <N extends PrunableNetwork> void equalRuns(
      Supplier<N> create, BiFunction<N, TrainTest, History> fit) {
    N cold = create.get();
    History expected = fit.apply(cold, DIGITS);
    for (int run = 0; run < 3; run++) {
      N warm = create.get();
      assertThat(fit.apply(warm, DIGITS)).isEqualTo(expected);
      assertThat(Arrays.equals(weights(warm), weights(cold))).isTrue();
    }
  }

  private static int[] weights(PrunableNetwork net) {
    return net.layers().stream()
        .filter(l -> l.weight() != null)
        .flatMapToInt(
            l -> IntStream.range(0, l.weight().size()).map(i -> Float.floatToRawIntBits(l.weight().values()[i])))
        .toArray();
  }
}
