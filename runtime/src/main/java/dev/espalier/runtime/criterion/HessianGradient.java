package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import java.util.List;

/**
 * The Hessian of the loss by all kept weights, times its gradient, as a central difference of gradients: {@code Hg =
 * (grad L(w + e g) - grad L(w - e g)) / 2e}, with {@code |e g|} a {@value #STEP} of {@code |w|}.
 *
 * <p>Gradients come from the network's own kernels in float, sums over batches and the difference are taken in double.
 * The step lies where the two errors meet: the truncation is of the square of it, some 1e-5 of the result, and the
 * rounding of a gradient (about 1e-7 of it) is divided by it. Where the loss has kinks, as with RELU, the difference is
 * the mean curvature over the step, kinks that lie in it included; the Hessian at the point knows nothing of them.
 */
final class HessianGradient {

  private static final double STEP = 0x1p-8;

  private HessianGradient() {}

  /**
   * For each layer one a weight; null where it has none.
   *
   * @param gradients of the loss at the parameters as they are
   */
  static double[][] of(SampledNetwork network, Evidence evidence, double[][] gradients, int samples) {
    List<LayerParameters> layers = network.layers();
    double[][] direction = new double[gradients.length][];
    double slope = 0;
    double size = 0;
    for (int l = 0; l < gradients.length; l++) {
      if (gradients[l] == null) {
        continue;
      }
      direction[l] = gradients[l].clone();
      float[] w = layers.get(l).weight().values();
      for (int i = 0; i < w.length; i++) {
        if (!evidence.keeps(l, i)) {
          direction[l][i] = 0;
        }
        slope += direction[l][i] * direction[l][i];
        size += (double) w[i] * w[i];
      }
    }
    if (slope == 0) {
      return direction; // at a stationary point it is 0 as well
    }
    double step = STEP * Math.sqrt(size / slope);
    double[][] ahead = moved(network, evidence, direction, step, samples);
    double[][] behind = moved(network, evidence, direction, -step, samples);
    for (int l = 0; l < ahead.length; l++) {
      for (int i = 0; ahead[l] != null && i < ahead[l].length; i++) {
        ahead[l][i] = (ahead[l][i] - behind[l][i]) / (2 * step);
      }
    }
    return ahead;
  }

  private static double[][] moved(
      SampledNetwork network, Evidence evidence, double[][] direction, double by, int samples) {
    List<LayerParameters> layers = network.layers();
    try (SavedParameters saved = new SavedParameters(layers)) {
      for (int l = 0; l < direction.length; l++) {
        for (int i = 0; direction[l] != null && i < direction[l].length; i++) {
          layers.get(l).weight().values()[i] = (float) (saved.weights(l)[i] + by * direction[l][i]);
        }
      }
      return network.lossGradients(samples, evidence.step());
    }
  }
}
