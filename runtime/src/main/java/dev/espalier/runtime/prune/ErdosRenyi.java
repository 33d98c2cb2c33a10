package dev.espalier.runtime.prune;

import dev.espalier.dsl.Densities;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.List;

/**
 * Layer densities of a random sparse network in which larger layers are sparser: a layer keeps a share in proportion to
 * {@code (in + out) / (in out)} (Mocanu, Mohanty, Stone, Nguyen, Gibescu, Liotta: "Scalable training of artificial
 * neural networks with adaptive sparse connectivity", 2018, equation 3), of a convolution to {@code (in + out + rows +
 * columns) / (in out rows columns)} (Evci, Gale, Menick, Castro, Elsen: "Rigging the lottery", 2020, section 3,
 * Erdős–Rényi-Kernel). A layer that would keep more than all of its weights stays dense, and the others share what is
 * left.
 */
public final class ErdosRenyi {

  private static final int HALVINGS = 100;

  private ErdosRenyi() {}

  /**
   * The share of weights that each layer keeps, above 0 and at most 1.
   *
   * @param layers at least one
   * @param sparsity share of all their weights that is pruned, in [0, 1)
   */
  public static double[] densities(List<WeightGeometry> layers, double sparsity) {
    double[] raw = layers.stream().mapToDouble(ErdosRenyi::unscaled).toArray();
    double[] sizes = layers.stream().mapToDouble(WeightGeometry::size).toArray();
    boolean[] dense = new boolean[raw.length];
    double left = (1 - sparsity) * Arrays.stream(sizes).sum();
    while (true) {
      double scale = scale(raw, sizes, dense, left);
      int fullest = -1;
      for (int i = 0; i < raw.length; i++) {
        if (!dense[i] && scale * raw[i] >= 1 && (fullest < 0 || raw[i] > raw[fullest])) {
          fullest = i;
        }
      }
      if (fullest < 0) {
        double[] densities = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
          densities[i] = dense[i] ? 1 : scale * raw[i];
        }
        return densities;
      }
      dense[fullest] = true;
      left -= sizes[fullest];
    }
  }

  /** What makes the layers that are not dense keep {@code left} weights together; 0 where all of them are dense. */
  private static double scale(double[] raw, double[] sizes, boolean[] dense, double left) {
    double unscaled = 0;
    for (int i = 0; i < raw.length; i++) {
      unscaled += dense[i] ? 0 : raw[i] * sizes[i];
    }
    return unscaled == 0 ? 0 : left / unscaled;
  }

  private static double unscaled(WeightGeometry layer) {
    boolean convolution = layer.height() * layer.width() * layer.kernelHeight() * layer.kernelWidth() > 1;
    double kernel = convolution ? layer.kernelHeight() + layer.kernelWidth() : 0;
    return (layer.filters() + (double) layer.channels() / layer.groups() + kernel) / layer.size();
  }

  /**
   * The share of each layer that is kept where layers have limits of their own.
   *
   * @param kind ERDOS_RENYI, which looks at channels alone, or ERDOS_RENYI_KERNEL
   * @param whole what there is of each layer, in any unit
   * @param kept of all layers together; met as far as the limits let it
   * @param least share that a layer keeps at least, in [0, 1]
   * @param most share that a layer keeps at most, not below {@code least}
   */
  public static double[] densities(
      Densities kind, List<WeightGeometry> layers, long[] whole, double kept, double[] least, double[] most) {
    double[] raw = layers.stream().mapToDouble(layer -> unscaled(kind, layer)).toArray();
    double low = 0;
    double high = 1 / Arrays.stream(raw).min().orElseThrow();
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      double sum = 0;
      for (int k = 0; k < raw.length; k++) {
        sum += whole[k] * Math.clamp(middle * raw[k], least[k], most[k]);
      }
      if (sum < kept) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double[] densities = new double[raw.length];
    for (int k = 0; k < raw.length; k++) {
      densities[k] = Math.clamp(high * raw[k], least[k], most[k]);
    }
    return densities;
  }

  private static double unscaled(Densities kind, WeightGeometry layer) {
    if (kind != Densities.ERDOS_RENYI) {
      return unscaled(layer);
    }
    double in = (double) layer.channels() / layer.groups();
    return (layer.filters() + in) / (layer.filters() * in);
  }
}
