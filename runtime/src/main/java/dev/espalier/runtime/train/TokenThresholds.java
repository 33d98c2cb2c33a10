package dev.espalier.runtime.train;

import dev.espalier.runtime.model.DynamicInfo.LearnedThreshold;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.schedule.RunLength;
import java.util.List;

/**
 * The thresholds of tokens that are learned, in two stages (Kim, Shen, Thorsley, Gholami, Kwon, Hassoun, Keutzer:
 * "Learned token pruning for transformers", 2022): at first they are trained with the network and tokens
 * weigh less the further they score below; then they are held, and tokens that score less leave. Which stage it is
 * follows from the steps completed alone.
 */
final class TokenThresholds {

  private static final double DEFAULT_END = 0.75;

  private final List<LayerParameters> layers;
  private final long[] ends;

  TokenThresholds(List<LayerParameters> all, RunLength length) {
    this.layers = all.stream().filter(layer -> layer.info().learnedThreshold() != null).toList();
    this.ends = layers.stream().mapToLong(layer -> end(layer.info().learnedThreshold(), length)).toArray();
  }

  private static long end(LearnedThreshold learned, RunLength length) {
    return length.stepsOf(learned.until() < 0 ? DEFAULT_END * length.epochs() : learned.until());
  }

  /** For the step after {@code completed} ones. Does not allocate. */
  void settle(long completed) {
    for (int i = 0; i < ends.length; i++) {
      layers.get(i).weight().hold(completed >= ends[i]);
    }
  }
}
