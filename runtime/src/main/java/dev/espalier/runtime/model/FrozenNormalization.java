package dev.espalier.runtime.model;

/**
 * A batch normalisation that no weights took in, with its running statistics as constants: {@code y = factor x +
 * offset}, channel by channel.
 */
final class FrozenNormalization {
  private final float[] factor;
  private final float[] offset;

  FrozenNormalization(float[] factor, float[] offset) {
    this.factor = factor;
    this.offset = offset;
  }

  float[] factor() {
    return factor;
  }

  float[] offset() {
    return offset;
  }

  /** Of the running statistics as they are now. */
  static FrozenNormalization of(Normalization norm) {
    float[] factor = new float[norm.channels()];
    float[] offset = new float[norm.channels()];
    for (int c = 0; c < factor.length; c++) {
      double by = norm.scale().values()[c] / Math.sqrt(norm.runningVariance()[c] + norm.info().epsilon());
      factor[c] = (float) by;
      offset[c] = (float) (norm.shift().values()[c] - by * norm.runningMean()[c]);
    }
    return new FrozenNormalization(factor, offset);
  }

  /** The weights of a layer that is normalised by this, row-major. */
  float[] weights(float[] weights) {
    float[] folded = new float[weights.length];
    int columns = weights.length / factor.length;
    for (int i = 0; i < folded.length; i++) {
      folded[i] = weights[i] * factor[i / columns];
    }
    return folded;
  }

  /** Its biases; it may have had none. */
  float[] bias(Parameter bias) {
    float[] folded = offset.clone();
    for (int c = 0; bias != null && c < folded.length; c++) {
      folded[c] += factor[c] * bias.values()[c];
    }
    return folded;
  }
}
