package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What leaves a network for good. A channel that is constant leaves where all that read it can do without: its number
 * goes into their biases. A channel that nobody reads leaves, too. Both go on through pools, sums, concatenations and
 * further layers, forwards from what is constant and backwards from what is not read.
 *
 * <p>The result of the network is the same but for the rounding of the sums that constants are taken into.
 */
public final class Cascade {
  private final Blueprint blueprint;
  private final List<Weights> given;
  private final Constants constants;
  private final Map<String, BitSet> needed = new HashMap<>();
  private final List<Weights> left = new ArrayList<>();

  private Cascade(Blueprint blueprint, List<Weights> given, Constants constants) {
    this.blueprint = blueprint;
    this.given = given;
    this.constants = constants;
  }

  /**
   * Follows what is pruned through a network.
   *
   * @param weights one a layer, null where it has none; not changed
   */
  public static Cascade of(Blueprint blueprint, List<Weights> weights) {
    if (blueprint.layers().stream().noneMatch(layer -> layer.channels().removable())) {
      Cascade nothing = new Cascade(blueprint, weights, null);
      blueprint.layers().forEach(layer -> nothing.needed.put(layer.name(), all(layer.output().channels())));
      nothing.left.addAll(weights);
      return nothing;
    }
    Cascade cascade = new Cascade(blueprint, weights, Constants.of(blueprint, weights));
    cascade.backwards();
    for (int i = 0; i < weights.size(); i++) {
      cascade.left.add(multiplies(blueprint.layers().get(i)) ? cascade.rewritten(i) : weights.get(i));
    }
    return cascade;
  }

  /** The channels of a layer's result that are still computed: at least one where it has weights. */
  public BitSet present(int layer) {
    return (BitSet) needed.get(blueprint.layers().get(layer).name()).clone();
  }

  /**
   * A layer's weights, those of channels that are gone no longer kept, with biases that make up for them; null where it
   * has none.
   */
  public Weights weights(int layer) {
    return left.get(layer);
  }

  /** The rows and input channels of a layer that are left; null where it has no weights. */
  public Left left(int layer) {
    LayerInfo info = blueprint.layers().get(layer);
    if (!info.hasWeights()) {
      return null;
    }
    return constants == null || !multiplies(info)
        ? Left.ALL
        : Left.of(info.weights(), left.get(layer).kept(), needed.get(info.name()),
            needed.get(info.inputs().getFirst()), info.frozen().compact());
  }

  /** Whether it has weights that inputs are multiplied by; tables and scales stay whole. */
  private static boolean multiplies(LayerInfo layer) {
    return layer.hasWeights() && layer.weights().isProduct();
  }

  private void backwards() {
    for (InputInfo input : blueprint.inputs()) {
      needed.put(input.name(), all(input.training().channels()));
    }
    for (LayerInfo layer : blueprint.layers()) {
      boolean stays = !layer.channels().removable() || layer.equals(blueprint.output());
      needed.put(layer.name(), stays ? all(layer.output().channels()) : new BitSet());
    }
    for (int i = blueprint.layers().size() - 1; i >= 0; i--) {
      LayerInfo layer = blueprint.layers().get(i);
      BitSet of = needed.get(layer.name());
      if (of.isEmpty() && layer.hasWeights()) {
        of.set(0);
      }
      if (layer.channels().flow() == ChannelFlow.HEADS) {
        of.or(layer.channels().withHeads(of, layer.output().channels()));
      }
      demand(i, layer, of);
    }
  }

  /** Asks the inputs of a layer for what its needed channels are made of. */
  private void demand(int index, LayerInfo layer, BitSet of) {
    if (layer.dynamic() != null && layer.dynamic().part() == DynamicInfo.Part.TOKENS) {
      // It goes by the shares of the heads, not by what they make of them.
      return;
    }
    BitSet first = needed.get(layer.inputs().getFirst());
    switch (layer.channels().flow()) {
      case OWN -> rows(index, layer, of, first);
      case EACH, PADDED, SCALED -> first.or(of);
      case SUM, HEADS -> layer.inputs().forEach(input -> needed.get(input).or(of));
      case JOINED -> {
        int next = 0;
        for (String input : layer.inputs()) {
          int count = channels(input);
          needed.get(input).or(of.get(next, next + count));
          next += count;
        }
      }
      case FLATTENED -> {
        int plane = layer.output().channels() / channels(layer.inputs().getFirst());
        of.stream().forEach(c -> first.set(c / plane));
      }
      case MIXED -> layer.inputs().forEach(input -> needed.get(input).set(0, channels(input)));
    }
  }

  private void rows(int index, LayerInfo layer, BitSet of, BitSet input) {
    if (layer.weights() == null || given.get(index) == null) {
      input.set(0, channels(layer.inputs().getFirst()));
      return;
    }
    WeightGeometry geometry = layer.weights();
    BitSet kept = given.get(index).kept();
    ConstantMap[] own = constants.of(layer.name());
    ConstantMap[] read = constants.of(layer.inputs().getFirst());
    for (int row = of.nextSetBit(0); row >= 0; row = of.nextSetBit(row + 1)) {
      int end = (row + 1) * geometry.columns();
      for (int at = kept.nextSetBit(row * geometry.columns()); own[row] == null && at >= 0 && at < end;
          at = kept.nextSetBit(at + 1)) {
        int channel = Channels.read(geometry, at);
        if (!input.get(channel) && (read[channel] == null || !constants.takesIn(layer, Set.of(read[channel])))) {
          input.set(channel);
        }
      }
    }
  }

  /**
   * The weights without those of channels that are gone, whose constants its biases or the beginnings of sums take in.
   */
  private Weights rewritten(int index) {
    LayerInfo layer = blueprint.layers().get(index);
    WeightGeometry geometry = layer.weights();
    Weights of = given.get(index);
    BitSet rows = needed.get(layer.name());
    ConstantMap[] read = constants.of(layer.inputs().getFirst());
    BitSet gone = gone(index, layer, rows);
    Set<ConstantMap> folded = new LinkedHashSet<>();
    gone.stream().filter(at -> rows.get(at / geometry.columns())).mapToObj(at -> read[Channels.read(geometry, at)])
        .forEach(folded::add);
    Positions places = Constants.positions(geometry, folded);
    boolean uniform = places.isUniform();
    float[] values = of.values().clone();
    BitSet kept = (BitSet) of.kept().clone();
    double[] sums = new double[geometry.rows() * places.kinds()];
    gone.stream().forEach(at -> {
      int row = at / geometry.columns();
      for (int k = 0; rows.get(row) && k < places.kinds(); k++) {
        sums[row * places.kinds() + k] += Constants.product(
            geometry, values[at], at, read[Channels.read(geometry, at)], places.rowOf(k), places.columnOf(k));
      }
      kept.clear(at);
      values[at] = 0;
    });
    float[] bias = new float[geometry.rows()];
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      bias[row] = (float) (of.biasOf(row) + (uniform ? sums[row] : 0));
    }
    boolean biased = of.bias() != null || (uniform && folded.stream().anyMatch(map -> !map.isZero()));
    return new Weights(values, kept, biased ? bias : null, uniform ? null : new Beginnings(places, floats(sums)));
  }

  /** Kept weights that multiply nothing any more: of rows that are gone or constant, and for channels that are gone. */
  private BitSet gone(int index, LayerInfo layer, BitSet rows) {
    WeightGeometry geometry = layer.weights();
    BitSet input = needed.get(layer.inputs().getFirst());
    ConstantMap[] own = constants.of(layer.name());
    BitSet gone = new BitSet();
    given.get(index).kept().stream().filter(at -> {
      int row = at / geometry.columns();
      return !rows.get(row) || own[row] != null || !input.get(Channels.read(geometry, at));
    }).forEach(gone::set);
    return gone;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private int channels(String value) {
    int layer = blueprint.indexOf(value);
    return layer < 0
        ? blueprint.input(value).training().channels()
        : blueprint.layers().get(layer).output().channels();
  }

  private static BitSet all(int channels) {
    BitSet all = new BitSet(channels);
    all.set(0, channels);
    return all;
  }
}
