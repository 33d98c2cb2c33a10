package dev.espalier.runtime.model;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.execution.BakedForm;
import dev.espalier.runtime.execution.BitmapForm;
import dev.espalier.runtime.execution.CompactForm;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.PanelForm;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.execution.StripForm;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import java.util.List;

/**
 * {@code a {3}, b {2} -> hidden {4} = W a + c -> out {2} = V hidden + V' b}, by hand, for tests of what is around it.
 */
final class TinyNetwork {
  private static final int A = 0;
  private static final int B = 3;
  private static final int HIDDEN = 5;
  private static final int SKIP = 9;
  private static final int OUT = 11;
  private static final int LINES = 13;

  private TinyNetwork() {}

  static Blueprint blueprint(String name, String hash, Encoding encoding) {
    return new Blueprint(name, hash, List.of(input("a", 3, A), input("b", 2, B)),
        List.of(
            layer("hidden", "a", WeightGeometry.dense(4, 3, true),
                policy(encoding)),
            layer("skip", "b", WeightGeometry.dense(2, 2, false), null),
            layer("direct", "hidden", WeightGeometry.dense(2, 4, true), null),
            new LayerInfo("out", "Add", List.of("direct", "skip"), Layout.vector(2), null, null)),
        null, 0, LINES + 2, 0, 0, OUT);
  }

  /** One whose masks the encoding fits. */
  private static PrunePolicy policy(Encoding encoding) {
    PrunePolicy policy = PrunePolicy.toSparsity(0.83).encoding(encoding);
    return switch (encoding) {
      case N_OF_M -> policy.nOfM(1, 3, 1);
      case BSR -> policy.blocks(2, 3);
      case AUTO, DENSE, BITMAP, RUN_LENGTH, COO, CSR, CSC -> policy;
    };
  }

  private static InputInfo input(String name, int features, int line) {
    return new InputInfo(name, List.of(features), Layout.vector(features), 0, Layout.vector(features), line);
  }

  private static LayerInfo layer(String name, String input, WeightGeometry geometry, PrunePolicy policy) {
    return new LayerInfo(name, "Dense", List.of(input), Layout.vector(geometry.filters()), geometry, policy);
  }

  /** Seeded weights; of hidden's twelve two are kept. */
  static List<LayerParameters> parameters(Blueprint blueprint) {
    List<LayerParameters> layers = blueprint.layers().stream().map(LayerParameters::zeros).toList();
    Randomness random = Randomness.stream(7, "tiny", 0);
    for (LayerParameters layer : layers) {
      fill(layer.weight(), random);
      fill(layer.bias(), random);
    }
    BitSet kept = new BitSet();
    kept.set(1);
    kept.set(11);
    Grouping grouping = Grouping.of(Granularity.ELEMENT, blueprint.layers().getFirst().weights());
    layers.getFirst().weight().prune(Mask.of(grouping, kept));
    return layers;
  }

  private static void fill(Parameter parameter, Randomness random) {
    if (parameter == null) {
      return;
    }
    for (int i = 0; i < parameter.size(); i++) {
      parameter.values()[i] = random.nextFloat(-1, 1);
    }
  }

  static void program(float[] slab, int base, int lanes, FrozenLayer[] layers) {
    dense(slab, base, lanes, layers[0], A, HIDDEN);
    dense(slab, base, lanes, layers[1], B, SKIP);
    dense(slab, base, lanes, layers[2], HIDDEN, OUT);
    for (int i = 0; i < 2 * lanes; i++) {
      slab[base + OUT * lanes + i] += slab[base + SKIP * lanes + i];
    }
  }

  private static void dense(float[] slab, int base, int lanes, FrozenLayer layer, int from, int to) {
    int rows = layer.weights().rows();
    int columns = layer.weights().columns();
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < lanes; lane++) {
        float sum = layer.bias() == null ? 0 : layer.bias()[row];
        switch (layer.form()) {
          case DenseForm dense -> {
            for (int c = 0; c < columns; c++) {
              sum += dense.values()[row * columns + c] * slab[base + (from + c) * lanes + lane];
            }
          }
          case RowForm sparse -> {
            for (int k = sparse.pointers()[row]; k < sparse.pointers()[row + 1]; k++) {
              sum += sparse.values()[k] * slab[base + (from + sparse.taps()[k]) * lanes + lane];
            }
          }
          case PanelForm panels -> {
            int place = 0;
            while (panels.order()[place] != row) {
              place++;
            }
            int panel = place / PanelForm.ROWS;
            for (int s = panels.sharedPointers()[panel]; s < panels.sharedPointers()[panel + 1]; s++) {
              sum += panels.sharedValues()[PanelForm.ROWS * s + place % PanelForm.ROWS]
                  * slab[base + (from + panels.sharedTaps()[s]) * lanes + lane];
            }
            for (int k = panels.pointers()[place]; k < panels.pointers()[place + 1]; k++) {
              sum += panels.values()[k] * slab[base + (from + panels.taps()[k]) * lanes + lane];
            }
          }
          case StripForm _, CompactForm _, BitmapForm _, BakedForm _ -> throw layer.withoutKernels();
        }
        slab[base + (to + row) * lanes + lane] = sum;
      }
    }
  }

  /** The same in double precision, from the parameters. */
  static double[] expected(List<LayerParameters> layers, float[] a, float[] b) {
    double[] hidden = matrix(layers.get(0), widened(a));
    double[] skip = matrix(layers.get(1), widened(b));
    double[] out = matrix(layers.get(2), hidden);
    for (int i = 0; i < out.length; i++) {
      out[i] += skip[i];
    }
    return out;
  }

  private static double[] matrix(LayerParameters layer, double[] x) {
    double[] y = new double[layer.weight().rows()];
    for (int r = 0; r < y.length; r++) {
      y[r] = layer.bias() == null ? 0 : layer.bias().values()[r];
      for (int c = 0; c < x.length; c++) {
        y[r] += (double) layer.weight().values()[r * x.length + c] * x[c];
      }
    }
    return y;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
