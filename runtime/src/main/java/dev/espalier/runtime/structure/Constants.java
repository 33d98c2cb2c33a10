package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The channels that hold the same numbers whatever the network is shown. A row without weights makes one, its bias
 * after the activation; from there they go on through the graph, at the borders of a padded convolution as other
 * numbers than within.
 */
final class Constants {
  private final Blueprint blueprint;
  private final List<Weights> weights;
  private final Map<String, ConstantMap[]> maps = new HashMap<>();

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
      constants.maps.put(input.name(), new ConstantMap[input.training().channels()]);
    }
    for (int i = 0; i < blueprint.layers().size(); i++) {
      constants.maps.put(blueprint.layers().get(i).name(), constants.result(i));
    }
    return constants;
  }

  /** For each channel of a value its map, or null where it is not constant. */
  ConstantMap[] of(String value) {
    return maps.get(value);
  }

  /**
   * Whether a layer can take constant maps into its biases and the beginnings of its sums, so that nobody need compute
   * them.
   */
  boolean takesIn(LayerInfo layer, Collection<ConstantMap> folded) {
    if (folded.stream().allMatch(ConstantMap::isZero)) {
      return true;
    }
    return positions(layer.weights(), folded).isUniform()
        ? layer.weights().bias() || layer.frozen().compact()
        : begins(layer);
  }

  /** Whether there is a kernel whose sums begin with a number of their own at each place. */
  private boolean begins(LayerInfo layer) {
    int input = blueprint.indexOf(layer.inputs().getFirst());
    return layer.frozen().compact() && input >= 0 && blueprint.layers().get(input).channels().removable();
  }

  /** The places of a layer's result at which constant maps of its input add the same. */
  static Positions positions(WeightGeometry geometry, Collection<ConstantMap> folded) {
    Set<Positions> distinct = new LinkedHashSet<>();
    folded.stream().filter(map -> !map.isZero()).map(ConstantMap::at).forEach(distinct::add);
    return distinct.isEmpty()
        ? Positions.uniform(geometry.outHeight(), geometry.outWidth())
        : Positions.through(geometry, List.copyOf(distinct));
  }

  /** What the map under a weight adds to a place of the result. */
  static double product(WeightGeometry g, float weight, int at, ConstantMap map, int y, int x) {
    int tap = at % (g.kernelHeight() * g.kernelWidth());
    int row = y * g.strideHeight() - g.padHeight() + tap / g.kernelWidth() * g.dilationHeight();
    int column = x * g.strideWidth() - g.padWidth() + tap % g.kernelWidth() * g.dilationWidth();
    boolean inside = row >= 0 && row < g.height() && column >= 0 && column < g.width();
    return inside ? (double) weight * map.value(row, column) : 0;
  }

  private ConstantMap[] result(int index) {
    LayerInfo layer = blueprint.layers().get(index);
    List<ConstantMap[]> inputs = layer.inputs().stream().map(this::of).toList();
    ConstantMap[] first = inputs.getFirst();
    int channels = layer.output().channels();
    ConstantMap[] result = switch (layer.channels().flow()) {
      case OWN -> rows(index);
      case EACH -> first.clone();
      case PADDED -> zeros(first);
      case SCALED -> scaled(first, weights.get(index));
      case SUM -> sums(inputs, channels);
      case JOINED -> inputs.stream().flatMap(Arrays::stream).toArray(ConstantMap[]::new);
      case FLATTENED -> flattened(first, channels);
      // A token that attends to nobody gets 0.
      case HEADS -> zeros(inputs.getLast());
      case MIXED -> new ConstantMap[channels];
    };
    for (int c = 0; c < channels; c++) {
      ConstantMap map = result[c] == null ? null : result[c].over(layer.output().height(), layer.output().width());
      result[c] = map == null ? null : map.map(layer.channels()::activate);
    }
    return result;
  }

  private ConstantMap[] rows(int index) {
    ConstantMap[] result = new ConstantMap[blueprint.layers().get(index).weights().rows()];
    Arrays.setAll(result, row -> row(index, row));
    return result;
  }

  /** The sums of a row whose inputs are all constant; null where some are not, or nobody can begin with the sums. */
  private ConstantMap row(int index, int row) {
    LayerInfo layer = blueprint.layers().get(index);
    WeightGeometry geometry = layer.weights();
    Weights of = weights.get(index);
    ConstantMap[] input = of(layer.inputs().getFirst());
    Set<ConstantMap> read = new LinkedHashSet<>();
    int end = (row + 1) * geometry.columns();
    for (int at = of.kept().nextSetBit(row * geometry.columns()); at >= 0 && at
        < end; at = of.kept().nextSetBit(at + 1)) {
      ConstantMap map = input[Channels.read(geometry, at)];
      if (map == null || !layer.channels().removable()) {
        return null;
      }
      read.add(map);
    }
    if (!takesIn(layer, read)) {
      return null;
    }
    Positions places = positions(geometry, read);
    float[] sums = new float[places.kinds()];
    for (int k = 0; k < sums.length; k++) {
      double sum = of.biasOf(row);
      for (int at = of.kept().nextSetBit(row * geometry.columns()); at >= 0 && at < end;
          at = of.kept().nextSetBit(at + 1)) {
        sum += product(
            geometry, of.values()[at], at, input[Channels.read(geometry, at)], places.rowOf(k), places.columnOf(k));
      }
      sums[k] = (float) sum;
    }
    return new ConstantMap(places, sums, learned(index, read));
  }

  /** A row without weights has a bias of zero, as pruning leaves it. */
  private boolean learned(int index, Set<ConstantMap> read) {
    boolean live = !read.isEmpty() && blueprint.layers().get(index).weights().bias();
    return live || blueprint.foldedInto(index) >= 0 || read.stream().anyMatch(map -> !map.isZero());
  }

  /** Without factors, as in a plan, no more is known than that there will be numbers. */
  private static ConstantMap[] scaled(ConstantMap[] input, Weights by) {
    ConstantMap[] scaled = new ConstantMap[input.length];
    for (int c = 0; c < scaled.length; c++) {
      float factor = by == null ? 0 : by.values()[c];
      float offset = by == null ? 0 : by.bias()[c];
      scaled[c] = input[c] == null ? null : input[c].map(x -> factor * x + offset).asLearned();
    }
    return scaled;
  }

  private static ConstantMap[] sums(List<ConstantMap[]> inputs, int channels) {
    ConstantMap[] sums = new ConstantMap[channels];
    for (int c = 0; c < channels; c++) {
      int channel = c;
      List<ConstantMap> summands = Arrays.asList(
          inputs.stream().map(input -> input[channel]).toArray(ConstantMap[]::new));
      sums[c] = summands.stream().anyMatch(Objects::isNull) ? null : ConstantMap.sum(summands);
    }
    return sums;
  }

  private static ConstantMap[] flattened(ConstantMap[] input, int channels) {
    int plane = channels / input.length;
    return Arrays.stream(input)
        .flatMap(map -> map == null ? Stream.generate(() -> (ConstantMap) null).limit(plane) : map.places().stream())
        .toArray(ConstantMap[]::new);
  }

  /** Where zeros come in between, of all constants 0 alone still is one. */
  private static ConstantMap[] zeros(ConstantMap[] input) {
    return Arrays.stream(input).map(map -> map == null || !map.isZero() ? null : map).toArray(ConstantMap[]::new);
  }
}
