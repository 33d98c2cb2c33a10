package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The channels that hold one number whatever the network is shown, at every place of their map. A row without weights
 * makes one, its bias after the activation; from there they go on through the graph.
 */
final class Constants {
  private final Blueprint blueprint;
  private final List<Weights> weights;
  private final Map<String, float[]> values = new HashMap<>();

  private Constants(Blueprint blueprint, List<Weights> weights) {
    this.blueprint = blueprint;
    this.weights = weights;
  }

  /**
   * Of every value of a network.
   *
   * @param weights one a layer, null where it has none
   */
  static Constants of(Blueprint blueprint, List<Weights> weights) {
    Constants constants = new Constants(blueprint, weights);
    for (InputInfo input : blueprint.inputs()) {
      constants.values.put(input.name(), changing(input.training().channels()));
    }
    for (int i = 0; i < blueprint.layers().size(); i++) {
      constants.values.put(blueprint.layers().get(i).name(), constants.result(i));
    }
    return constants;
  }

  /** For each channel of a value its number, or NaN where it is not constant. */
  float[] of(String value) {
    return values.get(value);
  }

  /** The sum of a row before the activation over channels that are all constant. */
  double sum(int layer, int row) {
    LayerInfo info = blueprint.layers().get(layer);
    WeightGeometry geometry = info.weights();
    float[] input = of(info.inputs().getFirst());
    Weights of = weights.get(layer);
    double sum = of.biasOf(row);
    int end = (row + 1) * geometry.columns();
    for (int at = of.kept().nextSetBit(row * geometry.columns()); at >= 0 && at < end; at = of.kept().nextSetBit(at + 1)) {
      sum += (double) of.values()[at] * input[Channels.read(geometry, at)];
    }
    return sum;
  }

  private float[] result(int index) {
    LayerInfo layer = blueprint.layers().get(index);
    List<float[]> inputs = layer.inputs().stream().map(this::of).toList();
    float[] first = inputs.getFirst();
    int channels = layer.output().channels();
    float[] before = switch (layer.channels().flow()) {
      case OWN -> rows(index);
      case EACH -> first.clone();
      case PADDED -> zeros(first);
      case SCALED -> scaled(first, weights.get(index));
      case SUM -> sums(inputs, channels);
      case JOINED -> joined(inputs, channels);
      case FLATTENED -> flattened(first, channels);
      // A token that attends to nobody gets 0.
      case HEADS -> zeros(inputs.getLast());
      case APART, MIXED -> changing(channels);
    };
    for (int c = 0; c < channels; c++) {
      before[c] = (float) layer.channels().activate(before[c]);
    }
    return before;
  }

  private float[] rows(int index) {
    LayerInfo layer = blueprint.layers().get(index);
    WeightGeometry geometry = layer.weights();
    float[] input = of(layer.inputs().getFirst());
    boolean padded = geometry.padHeight() > 0 || geometry.padWidth() > 0;
    boolean stays = !layer.channels().removable();
    float[] constants = new float[geometry.rows()];
    for (int row = 0; row < constants.length; row++) {
      constants[row] = changes(weights.get(index), geometry, row, input, padded, stays) ? Float.NaN : (float) sum(index, row);
    }
    return constants;
  }

  private static boolean changes(
      Weights weights, WeightGeometry geometry, int row, float[] input, boolean padded, boolean stays) {
    int end = (row + 1) * geometry.columns();
    for (int at = weights.kept().nextSetBit(row * geometry.columns()); at >= 0 && at < end;
        at = weights.kept().nextSetBit(at + 1)) {
      float constant = input[Channels.read(geometry, at)];
      // At the edge of the map a tap finds a zero of the padding instead.
      if (stays || Float.isNaN(constant) || (padded && constant != 0)) {
        return true;
      }
    }
    return false;
  }

  /** Without factors, as in a plan, nothing but zeros is foreseen. */
  private static float[] scaled(float[] input, Weights by) {
    float[] scaled = input.clone();
    for (int c = 0; by != null && c < scaled.length; c++) {
      scaled[c] = by.values()[c] * input[c] + by.bias()[c];
    }
    return scaled;
  }

  private static float[] sums(List<float[]> inputs, int channels) {
    float[] sums = new float[channels];
    for (float[] input : inputs) {
      for (int c = 0; c < channels; c++) {
        sums[c] += input[c];
      }
    }
    return sums;
  }

  private static float[] joined(List<float[]> inputs, int channels) {
    float[] joined = new float[channels];
    int next = 0;
    for (float[] input : inputs) {
      System.arraycopy(input, 0, joined, next, input.length);
      next += input.length;
    }
    return joined;
  }

  private static float[] flattened(float[] input, int channels) {
    float[] flat = new float[channels];
    for (int c = 0; c < channels; c++) {
      flat[c] = input[c / (channels / input.length)];
    }
    return flat;
  }

  /** Where zeros come in between, of all constants 0 alone still is one. */
  private static float[] zeros(float[] input) {
    float[] zeros = input.clone();
    for (int c = 0; c < zeros.length; c++) {
      zeros[c] = zeros[c] == 0 ? 0 : Float.NaN;
    }
    return zeros;
  }

  private static float[] changing(int channels) {
    float[] constants = new float[channels];
    Arrays.fill(constants, Float.NaN);
    return constants;
  }
}
