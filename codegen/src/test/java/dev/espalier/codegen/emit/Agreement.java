package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.PrunableNetwork;
import java.util.Arrays;

/** Scores that are the same but for the order of their sums. */
final class Agreement {

  private Agreement() {}

  static void close(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], offset(1e-5f));
    }
  }

  /** Frozen scores of many samples at once, and of each alone, are those of the network that is not frozen. */
  static void agree(Frozen frozen, PrunableNetwork network, float[][] samples) {
    int features = samples[0].length;
    float[] batch = new float[samples.length * features];
    for (int s = 0; s < samples.length; s++) {
      System.arraycopy(samples[s], 0, batch, s * features, features);
    }
    int classes = network.scores(samples[0]).length;
    float[] scores = new float[samples.length * classes];
    frozen.session(samples.length).scores(batch, scores);
    for (int s = 0; s < samples.length; s++) {
      float[] expected = network.scores(samples[s]);
      close(Arrays.copyOfRange(scores, classes * s, classes * (s + 1)), expected);
      close(frozen.scores(samples[s]), expected);
    }
  }
}
