package dev.espalier.runtime.prune;

import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.mask.ElementGrouping;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Dynamic masks of constant size: drawn at random, then changed, the groups of smallest absolute weight giving way to
 * as many that are random (SET: Mocanu, Mohanty, Stone, Nguyen, Gibescu, Liotta: "Scalable training of artificial
 * neural networks with adaptive sparse connectivity", 2018) or have the largest absolute gradient (RigL: Evci, Gale,
 * Menick, Castro, Elsen: "Rigging the lottery", 2020, section 3). A group's score is the sum over its members.
 *
 * <p>A group that would be dropped and taken in again at once stays as it is. Groups taken in start at 0, with fresh
 * optimizer state. Equal inputs give equal masks.
 */
public final class Regrowth {

  private static final long INITIAL = Randomness.purpose("dynamic mask");
  private static final long GROWN = Randomness.purpose("random regrowth");

  private final List<LayerParameters> layers;
  private final long seed;

  /** For all layers of a network, in its order; those with another schedule than DYNAMIC are left alone. */
  public Regrowth(List<LayerParameters> layers, long seed) {
    this.layers = List.copyOf(layers);
    this.seed = seed;
  }

  /** Whether a layer's mask is dynamic. */
  public static boolean isDynamic(LayerParameters layer) {
    return layer.info().pruned() && layer.info().policy().schedule().kind() == ScheduleKind.DYNAMIC;
  }

  /**
   * Draws the mask of every dynamic layer: at the policy's sparsity with scope LAYER, at {@link ErdosRenyi} densities
   * over all dynamic layers with another scope.
   *
   * @return one event a dynamic layer, in the network's order
   */
  public List<PruningEvent> draw(long step) {
    double[] densities = densities();
    int[] removed = new int[layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      if (isDynamic(layers.get(i))) {
        removed[i] = draw(i, 1 - densities[i], step);
      }
    }
    return dynamic().map(i -> event(i, step, Double.NaN, removed[i], 0)).toList();
  }

  /**
   * Exchanges groups.
   *
   * @param shares for each layer the share of its kept groups that gives way, or 0
   * @return one event a layer whose share is not 0, in the network's order
   * @throws ScoreNotANumberException when a gradient that is read is not a number
   */
  public List<PruningEvent> exchange(long step, double[] shares) {
    List<PruningEvent> events = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (shares[i] > 0) {
        events.add(exchange(i, shares[i], step));
      }
    }
    return events;
  }

  private Stream<Integer> dynamic() {
    return IntStream.range(0, layers.size()).filter(i -> isDynamic(layers.get(i))).boxed();
  }

  /** The dynamic layers that a layer shares its sparsity with, itself among them. */
  private List<Integer> scope(int index) {
    PrunePolicy own = layers.get(index).info().policy();
    return own.scope() == Scope.LAYER
        ? List.of(index)
        : dynamic().filter(i -> {
          PrunePolicy policy = layers.get(i).info().policy();
          return policy.scope() == own.scope() && policy.ranking().group().equals(own.ranking().group());
        }).toList();
  }

  private double[] densities() {
    double[] densities = new double[layers.size()];
    dynamic().forEach(index -> {
      PrunePolicy policy = layers.get(index).info().policy();
      densities[index] = 1 - policy.sparsity();
      if (policy.scope() != Scope.LAYER) {
        List<LayerInfo> together = scope(index).stream().map(i -> layers.get(i).info()).toList();
        long[] whole = together.stream().mapToLong(layer -> layer.weights().size()).toArray();
        double[] shared = ErdosRenyi.densities(
            policy.ranking().densities(),
            together.stream().map(LayerInfo::weights).toList(),
            whole,
            (1 - policy.sparsity()) * Arrays.stream(whole).sum(),
            together.stream().mapToDouble(layer -> 1 - layer.policy().ranking().maxSparsity()).toArray(),
            together.stream().mapToDouble(layer -> 1 - layer.policy().ranking().minSparsity()).toArray());
        densities[index] = shared[scope(index).indexOf(index)];
      }
    });
    return densities;
  }

  /** Returns how many groups went. */
  private int draw(int index, double sparsity, long step) {
    Mask mask = layers.get(index).weight().mask();
    Grouping grouping = mask.grouping();
    int[] order = new int[grouping.groups()];
    for (int g = 0; g < order.length; g++) {
      order[g] = g;
    }
    Randomness.stream(seed, INITIAL + index, step).shuffle(order, 0, order.length);
    long asked = Math.round(sparsity * mask.elements());
    long gone = (long) mask.elements() - mask.keptElements();
    int left = mask.keptGroups();
    BitSet removed = new BitSet(order.length);
    for (int group : order) {
      int size = grouping.size(group);
      if (left == 1 || gone + size - asked > asked - gone) {
        break;
      }
      if (mask.keepsGroup(group)) {
        gone += size;
        left--;
        removed.set(group);
      }
    }
    apply(layers.get(index), mask.without(removed));
    return removed.cardinality();
  }

  private PruningEvent exchange(int index, double share, long step) {
    Parameter weight = layers.get(index).weight();
    Mask mask = weight.mask();
    int kept = mask.keptGroups();
    int count = Math.min((int) Math.round(share * kept), kept - 1);
    long[] smallest = smallest(weight, step);
    Selection.smallestFirst(smallest, count);
    BitSet left = mask.groupBits();
    for (int k = 0; k < count; k++) {
      left.clear((int) smallest[k]);
    }
    double threshold = Float.intBitsToFloat((int) (smallest[count] >>> 32));
    Regrow regrow = layers.get(index).info().policy().schedule().regrow();
    BitSet grown = switch (regrow) {
      case RANDOM -> random(left, mask.grouping().groups(), count, Randomness.stream(seed, GROWN + index, step));
      case GRADIENT -> steepest(weight, left, count, step);
    };
    BitSet now = (BitSet) left.clone();
    now.or(grown);
    apply(layers.get(index), Mask.of(mask.grouping(), now));
    grown.andNot(mask.groupBits());
    return event(index, step, threshold, grown.cardinality(), grown.cardinality());
  }

  /** A key a kept group, ordered by the sum of absolute weights, then by index. */
  private static long[] smallest(Parameter weight, long step) {
    Mask mask = weight.mask();
    float[] values = weight.values();
    long[] keys = new long[mask.keptGroups()];
    if (mask.grouping() instanceof ElementGrouping && weight.kept() != null) {
      int[] kept = weight.kept();
      for (int k = 0; k < kept.length; k++) {
        keys[k] = key(Math.abs(values[kept[k]]), kept[k], weight, step);
      }
      return keys;
    }
    float[] scores = mask.grouping().sum(absolute(values));
    int next = 0;
    for (int g = 0; g < scores.length; g++) {
      if (mask.keepsGroup(g)) {
        keys[next++] = key(scores[g], g, weight, step);
      }
    }
    return keys;
  }

  private static long key(float score, int group, Parameter weight, long step) {
    if (Float.isNaN(score)) {
      throw new ScoreNotANumberException(weight.name(), group, "MAGNITUDE", score, step);
    }
    return ((long) Float.floatToRawIntBits(score) << 32) | group;
  }

  /** The groups with the largest sums of absolute gradients, of all but those that stay. */
  private static BitSet steepest(Parameter weight, BitSet left, int count, long step) {
    Grouping grouping = weight.mask().grouping();
    float[] gradient = weight.gradient();
    float[] scores = grouping instanceof ElementGrouping ? gradient : grouping.sum(absolute(gradient));
    return LargestScores.of(scores, left, count,
        group -> new ScoreNotANumberException(weight.name(), group, "gradient", scores[group], step));
  }

  private static float[] absolute(float[] values) {
    float[] absolute = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      absolute[i] = Math.abs(values[i]);
    }
    return absolute;
  }

  /** So many groups that are not left, all choices equally likely. */
  private static BitSet random(BitSet left, int groups, int count, Randomness random) {
    BitSet grown = new BitSet(groups);
    for (int k = 0; k < count; ) {
      int group = random.nextInt(groups);
      if (!left.get(group) && !grown.get(group)) {
        grown.set(group);
        k++;
      }
    }
    return grown;
  }

  private static void apply(LayerParameters layer, Mask mask) {
    layer.weight().regrow(mask);
    if (mask.grouping().coversBias() && layer.bias() != null) {
      layer.bias().regrow(Mask.of(mask.grouping().ofBiases(), mask.groupBits()));
    }
    if (mask.grouping().coversBias() && layer.normalizedBy() != null) {
      layer.normalizedBy().scale().regrow(Mask.of(mask.grouping().ofBiases(), mask.groupBits()));
    }
  }

  private PruningEvent event(int index, long step, double threshold, int removed, int regrown) {
    PrunePolicy policy = layers.get(index).info().policy();
    return new PruningEvent(step, layers.get(index).info().name(), policy.sparsity(),
        reached(scope(index), policy.unit()), reached(List.of(index), policy.unit()), threshold, removed, regrown,
        Double.NaN, Double.NaN);
  }

  private double reached(List<Integer> indices, Unit unit) {
    long all = 0;
    long kept = 0;
    for (int index : indices) {
      Mask mask = layers.get(index).weight().mask();
      all += unit == Unit.WEIGHTS ? mask.elements() : mask.grouping().groups();
      kept += unit == Unit.WEIGHTS ? mask.keptElements() : mask.keptGroups();
    }
    return (double) (all - kept) / all;
  }
}
