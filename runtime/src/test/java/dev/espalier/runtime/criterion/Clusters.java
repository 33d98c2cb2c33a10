package dev.espalier.runtime.criterion;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.random.Randomness;

/**
 * Records of noisy classes whose features have very different scales, so that the size of a weight says little of what
 * it is worth.
 */
@SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
record Clusters(float[][] inputs, int[] labels, int classes) {

  static Clusters of(int records, int features, int classes, long seed) {
    Randomness random = Randomness.stream(seed, "clusters", 0);
    double[][] centres = new double[classes][features];
    for (double[] centre : centres) {
      for (int f = 0; f < features; f++) {
        centre[f] = random.nextGaussian();
      }
    }
    float[][] inputs = new float[records][features];
    int[] labels = new int[records];
    for (int r = 0; r < records; r++) {
      labels[r] = r % classes;
      for (int f = 0; f < features; f++) {
        double scale = Math.pow(2, -f % 4);
        inputs[r][f] = (float) (scale * (centres[labels[r]][f] + 1.2 * random.nextGaussian()));
      }
    }
    return new Clusters(inputs, labels, classes);
  }

  Dataset data() {
    float[] flat = new float[inputs.length * inputs[0].length];
    for (int r = 0; r < inputs.length; r++) {
      System.arraycopy(inputs[r], 0, flat, r * inputs[0].length, inputs[0].length);
    }
    return Dataset.builder("clusters").input("x", new int[] {inputs[0].length}, flat).labels(labels, classes).build();
  }
}
