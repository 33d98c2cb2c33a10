package dev.espalier.runtime.sensitivity;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.train.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a layer bears N:M of its weights and of what it reads: a share of their energy, the sum of squares, that the
 * n largest of every m neighbours along the input axis hold. The n of each layer is told from a trained network, so
 * that layers of uneven sparsity get patterns of their own (after JointNF, Zhang 2024, which adapts them during
 * training).
 *
 * @param layer a layer with weights
 * @param weights the n of m of its weights
 * @param activations the n of m of what it reads; m where nothing can go
 */
public record AdaptedPattern(String layer, int weights, int activations) {

  /**
   * The smallest n of every layer whose inputs m divides.
   *
   * @param data records that activations are taken over, at least one
   * @param m neighbours, at least 2
   * @param share of the energy to be held, in (0, 1]
   * @throws IllegalArgumentException when a number is out of its range
   * @throws IllegalStateException when the network has no {@code @Train}, so that its values do not outlive their use
   */
  public static List<AdaptedPattern> of(PrunableNetwork network, Dataset data, int m, double share) {
    if (m < 2 || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "Patterns are of at least 2 neighbours and hold a share in (0, 1], but m = " + m
          + " and a share of " + share + " were given.\n  Fix: for instance m = 4 and 0.9.");
    }
    Blueprint blueprint = network.blueprint();
    if (blueprint.train() == null) {
      throw new IllegalStateException(blueprint.name() + " has no @Train, so that its values do not outlive their last"
          + " use.\n  Fix: add @Train to the interface.");
    }
    Map<String, double[]> read = new LinkedHashMap<>();
    for (LayerInfo layer : blueprint.layers()) {
      if (layer.hasWeights() && neighbours(layer.weights()) % m == 0) {
        read.put(layer.name(), new double[m]);
      }
    }
    observe(network, data, read);
    List<AdaptedPattern> patterns = new ArrayList<>();
    read.forEach((layer, energy) -> patterns.add(
        new AdaptedPattern(layer, smallest(ofWeights(network.layer(layer), m), share), smallest(energy, share))));
    return patterns;
  }

  private static int neighbours(WeightGeometry geometry) {
    return geometry.channels() / geometry.groups();
  }

  /** Adds what the largest, the second largest, ... of m neighbours hold. */
  private static void observe(PrunableNetwork network, Dataset data, Map<String, double[]> read) {
    Blueprint blueprint = network.blueprint();
    int batch = Math.min(blueprint.train().batch(), data.size());
    Workers workers = Workers.of(1);
    Panels panels = Panels.allocate(blueprint.trainingLines(), batch, workers.threads(), blueprint.widestPanel());
    Evaluator evaluator = new Evaluator(network.task(), blueprint.train().loss(), data, batch, panels, workers);
    evaluator.evaluate((slab, count) -> read.forEach((layer, energy) -> {
      String value = network.layer(layer).info().inputs().getFirst();
      observe(slab, network.task().line(value), blueprint.trainingLayout(value), count, energy);
    }));
  }

  private static void observe(Slab slab, int line, Layout layout, int count, double[] energy) {
    float[] group = new float[energy.length];
    for (int first = 0; first < layout.channels(); first += energy.length) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          for (int lane = 0; lane < count; lane++) {
            for (int j = 0; j < group.length; j++) {
              float value = slab.values()[slab.address(line + layout.line(first + j, y, x)) + lane];
              group[j] = value * value;
            }
            add(group, energy);
          }
        }
      }
    }
  }

  private static double[] ofWeights(LayerParameters layer, int m) {
    WeightGeometry geometry = layer.info().weights();
    float[] values = layer.weight().values();
    int taps = geometry.kernelHeight() * geometry.kernelWidth();
    double[] energy = new double[m];
    float[] group = new float[m];
    for (int row = 0; row < geometry.rows(); row++) {
      for (int first = 0; first < neighbours(geometry); first += m) {
        for (int tap = 0; tap < taps; tap++) {
          for (int j = 0; j < m; j++) {
            float value = values[row * geometry.columns() + (first + j) * taps + tap];
            group[j] = value * value;
          }
          add(group, energy);
        }
      }
    }
    return energy;
  }

  private static void add(float[] squares, double[] energy) {
    Arrays.sort(squares);
    for (int j = 0; j < squares.length; j++) {
      energy[j] += squares[squares.length - 1 - j];
    }
  }

  private static int smallest(double[] energy, double share) {
    double all = Arrays.stream(energy).sum();
    double held = 0;
    for (int n = 1; n < energy.length; n++) {
      held += energy[n - 1];
      if (held >= share * all) {
        return n;
      }
    }
    return energy.length;
  }
}
