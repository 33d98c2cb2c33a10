package dev.espalier.runtime.prune;

import dev.espalier.dsl.Unit;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.structure.TiedGroups;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The groups of one layer or of several, ranked by score, and which of them go. The lowest score goes first and at
 * equal scores the lowest index, earlier layers before later ones. The best group of each layer is not ranked: it
 * always stays, but where the group is the layer and the graph has a way around it. A layer's own minimum comes before
 * the ranking, and at its maximum its groups leave the ranking.
 */
final class RankedGroups {

  private final List<Scored> layers;
  private final PrunePolicy policy;
  private final TiedGroups tied;
  private final Predicate<String> mayDrop;
  private final int[] offsets;
  private long[] order;
  private int forced;
  private int removed;

  /**
   * Ranks the groups that are left.
   *
   * @param layers under policies that agree but for the layers' own limits; groups that are tied have equal scores
   * @param tied groups that go as one: the first of them stands for all
   * @param mayDrop whether a layer may go as a whole now; asked in the order of the ranking, and told so
   */
  RankedGroups(List<Scored> layers, TiedGroups tied, Predicate<String> mayDrop) {
    this.layers = layers;
    this.tied = tied;
    this.policy = layers.getFirst().layer().policy();
    this.mayDrop = mayDrop;
    this.offsets = new int[layers.size() + 1];
    for (int i = 0; i < layers.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], layers.get(i).scores().length);
    }
    BitSet best = new BitSet(offsets[layers.size()]);
    for (int i = 0; i < layers.size(); i++) {
      Mask mask = layers.get(i).mask();
      if (!mask.grouping().mayBeEmpty()) {
        members(offsets[i] + best(mask, layers.get(i).scores())).forEach(best::set);
      }
    }
    long[] keys = new long[offsets[layers.size()]];
    int count = 0;
    for (int i = 0; i < layers.size(); i++) {
      Mask mask = layers.get(i).mask();
      float[] scores = layers.get(i).scores();
      for (int g = 0; g < scores.length; g++) {
        int index = offsets[i] + g;
        if (!best.get(index) && mask.keepsGroup(g) && members(index).findFirst().getAsInt() == index) {
          keys[count++] = key(scores[g], index);
        }
      }
    }
    this.order = Arrays.copyOf(keys, count);
  }

  /** Removes groups in their order until the removed ones come nearest to this share of all, in the unit. */
  void removeToSparsity(double sparsity) {
    long all = layers.stream().mapToLong(Scored::whole).sum();
    removeAmount(Math.round(sparsity * all), policy.sparsity() == 0 ? 1 : Math.min(1, sparsity / policy.sparsity()));
  }

  /**
   * The same with the amount in the unit, what is gone already included.
   *
   * @param progress share of the policy's own sparsity that is asked for now: minima grow with it
   */
  void removeAmount(long asked, double progress) {
    long gone = layers.stream().mapToLong(Scored::gone).sum();
    boolean free = layers.stream().noneMatch(
        l -> l.layer().policy().ranking().limits() || isWhole(l) || tied.ties(l.layer().name()));
    if (free && hasEqualAmounts()) {
      int count = order.length == 0 ? 0 : nearest(asked - gone, amount(0));
      removed = count;
      Selection.smallestFirst(order, removed);
      return;
    }
    Arrays.sort(order);
    limit(progress);
    if (policy.unit() == Unit.BYTES) {
      removed = nearestByBytes(asked);
      return;
    }
    for (removed = 0; removed < order.length; removed++) {
      long amount = amount((int) order[removed]);
      if (removed >= forced && gone + amount - asked > asked - gone) {
        break;
      }
      gone += amount;
    }
  }

  /** Removes every ranked group that scores below the threshold. */
  void removeBelow(double threshold) {
    order = Arrays.stream(order).filter(key -> score((int) key) < threshold).sorted().toArray();
    limit(1);
    removed = order.length;
  }

  /** For each layer the groups that go. */
  List<BitSet> removed() {
    return first(removed);
  }

  private List<BitSet> first(int count) {
    List<BitSet> groups = layers.stream().map(layer -> new BitSet(layer.scores().length)).toList();
    for (int k = 0; k < count; k++) {
      int index = (int) order[k];
      members(index).forEach(member -> {
        int layer = layerOf(member);
        groups.get(layer).set(member - offsets[layer]);
      });
    }
    return groups;
  }

  /** How many of equal groups come nearest to an amount. */
  private int nearest(long amount, long ofGroup) {
    long count = Math.max(0, (2 * amount + ofGroup) / (2 * ofGroup));
    return (int) Math.min(order.length, count);
  }

  /** Bytes never rise as groups go, so that the nearest number of groups is found by halving. */
  private int nearestByBytes(long asked) {
    int low = forced;
    int high = order.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bytesGone(middle) < asked) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean oneLess = low > forced && asked - bytesGone(low - 1) <= bytesGone(low) - asked;
    return oneLess ? low - 1 : low;
  }

  private long bytesGone(int count) {
    List<BitSet> groups = first(count);
    long gone = 0;
    for (int i = 0; i < layers.size(); i++) {
      Scored layer = layers.get(i);
      Mask mask = groups.get(i).isEmpty() ? layer.mask() : layer.mask().without(groups.get(i));
      gone += ScopeAmounts.gone(layer.layer(), mask);
    }
    return gone;
  }

  /** Puts what minima ask for first, and takes out what maxima and the graph forbid. */
  private void limit(double progress) {
    long[] gone = new long[layers.size()];
    Arrays.setAll(gone, i -> layers.get(i).mask().elements() - layers.get(i).mask().keptElements());
    long[] first = new long[order.length];
    long[] then = new long[order.length];
    int firsts = 0;
    int thens = 0;
    for (long key : order) {
      int index = (int) key;
      int i = layerOf(index);
      Scored layer = layers.get(i);
      if (members(index).anyMatch(member -> exceedsMaximum(gone, member))
          || (isWhole(layer) && !mayDrop.test(layer.layer().name()))) {
        continue;
      }
      if (members(index).anyMatch(member -> isBelowMinimum(gone, member, progress))) {
        first[firsts++] = key;
      } else {
        then[thens++] = key;
      }
      members(index).forEach(member -> gone[layerOf(member)] += size(member));
    }
    forced = firsts;
    order = Arrays.copyOf(first, firsts + thens);
    System.arraycopy(then, 0, order, firsts, thens);
  }

  private boolean exceedsMaximum(long[] gone, int index) {
    Scored layer = layers.get(layerOf(index));
    double most = layer.layer().policy().ranking().maxSparsity() * layer.mask().elements();
    return gone[layerOf(index)] + size(index) > most + 1e-6;
  }

  private boolean isBelowMinimum(long[] gone, int index, double progress) {
    Scored layer = layers.get(layerOf(index));
    double least = layer.layer().policy().ranking().minSparsity() * progress * layer.mask().elements();
    return gone[layerOf(index)] < least - 1e-6;
  }

  /** Weights of a group. */
  private int size(int index) {
    int layer = layerOf(index);
    return layers.get(layer).mask().grouping().size(index - offsets[layer]);
  }

  /** The groups that go with one, itself among them, earlier layers first. */
  private IntStream members(int index) {
    int layer = layerOf(index);
    String name = layers.get(layer).layer().name();
    if (!tied.ties(name)) {
      return IntStream.of(index);
    }
    return tied.of(name, index - offsets[layer]).stream().mapToInt(group -> offset(group.layer()) + group.index());
  }

  private int offset(String name) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).layer().name().equals(name)) {
        return offsets[i];
      }
    }
    throw new IllegalStateException(name + " is tied to a layer that it is not ranked with.");
  }

  private static boolean isWhole(Scored layer) {
    return layer.mask().grouping().mayBeEmpty();
  }

  /** Whether every group counts the same, so that it need not be known which ones go to know how many do. */
  private boolean hasEqualAmounts() {
    if (policy.unit() == Unit.BYTES) {
      return false;
    }
    for (int i = 0; i < layers.size(); i++) {
      Grouping grouping = layers.get(i).mask().grouping();
      boolean even = policy.unit() == Unit.GROUPS || grouping.isEven();
      if (!even || amount(offsets[i]) != amount(0)) {
        return false;
      }
    }
    return true;
  }

  private static int best(Mask mask, float[] scores) {
    int best = -1;
    for (int g = 0; g < scores.length; g++) {
      if (mask.keepsGroup(g) && (best < 0 || scores[g] >= scores[best])) {
        best = g;
      }
    }
    return best;
  }

  /** Orders as the score does, and by index at equal scores; -0 equals +0. */
  static long key(float score, int index) {
    int bits = Float.floatToIntBits(score + 0f);
    int ordered = bits ^ ((bits >> 31) & 0x7FFFFFFF);
    return ((long) ordered << 32) | index;
  }

  private int layerOf(int index) {
    int place = Arrays.binarySearch(offsets, index);
    return place >= 0 ? place : -place - 2;
  }

  private float score(int index) {
    int layer = layerOf(index);
    return layers.get(layer).scores()[index - offsets[layer]];
  }

  private long amount(int index) {
    return members(index).mapToLong(member -> {
      int layer = layerOf(member);
      return ScopeAmounts.of(layers.get(layer).layer(), layers.get(layer).mask(), member - offsets[layer]);
    }).sum();
  }
}
