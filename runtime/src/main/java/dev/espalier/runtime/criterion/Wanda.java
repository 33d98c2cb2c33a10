package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.WeightGeometry;

/**
 * {@code |w| |x|}: the weight's absolute value times the Euclidean norm, over samples, of the input that it reads (Sun,
 * Liu, Bair, Kolter: "A simple and effective pruning approach for large language models", 2023, equation 1). The weight
 * of a convolution reads its channel at its tap of every window: the norm is over samples and positions, and the
 * padding counts as zeros. Which weights are compared with one another is the policy's scope; the authors compare those
 * of one output.
 */
final class Wanda implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    float[] w = scoring.weight().values();
    float[] norms = norms(scoring);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(w[i]) * norms[i];
    }
  }

  /** For each weight the norm of what it reads. */
  static float[] norms(Scoring scoring) {
    WeightGeometry geometry = scoring.layer().info().weights();
    double[] energies = scoring.evidence().network(scoring.index())
        .inputEnergies(scoring.index(), scoring.options().samples(), scoring.evidence().step());
    double[] taps = taps(geometry, energies);
    int columns = geometry.columns();
    int filtersPerGroup = geometry.filters() / geometry.groups();
    float[] norms = new float[geometry.size()];
    for (int filter = 0; filter < geometry.filters(); filter++) {
      int first = filter / filtersPerGroup * columns;
      for (int column = 0; column < columns; column++) {
        norms[filter * columns + column] = (float) Math.sqrt(taps[first + column]);
      }
    }
    return norms;
  }

  /** The sum of squares that each tap {@code [channel][kernel row][kernel column]} reads over all windows. */
  private static double[] taps(WeightGeometry g, double[] energies) {
    double[] taps = new double[g.channels() * g.kernelHeight() * g.kernelWidth()];
    int tap = 0;
    for (int channel = 0; channel < g.channels(); channel++) {
      for (int r = 0; r < g.kernelHeight(); r++) {
        for (int s = 0; s < g.kernelWidth(); s++) {
          taps[tap++] = windows(g, energies, channel, r, s);
        }
      }
    }
    return taps;
  }

  private static double windows(WeightGeometry g, double[] energies, int channel, int r, int s) {
    double sum = 0;
    for (int e = 0; e < g.outHeight(); e++) {
      int y = e * g.strideHeight() + r * g.dilationHeight() - g.padHeight();
      for (int f = 0; f < g.outWidth(); f++) {
        int x = f * g.strideWidth() + s * g.dilationWidth() - g.padWidth();
        if (y >= 0 && y < g.height() && x >= 0 && x < g.width()) {
          sum += energies[(channel * g.height() + y) * g.width() + x];
        }
      }
    }
    return sum;
  }
}
