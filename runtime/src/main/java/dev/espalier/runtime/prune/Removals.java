package dev.espalier.runtime.prune;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.structure.TiedGroups;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What goes of layers that are pruned together, by their policies. */
final class Removals {

  private Removals() {}

  /**
   * What scores below the policies' threshold.
   *
   * @param tied groups that go as one
   * @param mayDrop whether a layer may go as a whole
   */
  static Removal below(List<Scored> layers, double threshold, TiedGroups tied, Predicate<String> mayDrop) {
    RankedGroups ranked = new RankedGroups(layers, tied, mayDrop);
    ranked.removeBelow(threshold);
    return Removal.of(layers, ranked.removed());
  }

  /**
   * What brings the layers to a sparsity in their unit.
   *
   * @param layers under policies that agree but for the layers' own limits; several only where the scope is not LAYER
   * @param tied groups that go as one
   * @param mayDrop whether a layer may go as a whole
   */
  static Removal toSparsity(
      List<Scored> layers, double sparsity, TiedGroups tied, Predicate<String> mayDrop) {
    Scored first = layers.getFirst();
    PrunePolicy policy = first.layer().policy();
    if (policy.granularity() == Granularity.N_OF_M) {
      return Removal.of(layers, List.of(NOfM.removed(first, sparsity)));
    }
    if (policy.granularity() == Granularity.COLUMN_COMBINED) {
      return Removal.of(layers, List.of(CombinedColumns.removed(first, sparsity)));
    }
    if (policy.scope() != Scope.LAYER && policy.ranking().densities() != Densities.RANKED) {
      return shared(layers, sparsity, mayDrop);
    }
    RankedGroups ranked = new RankedGroups(layers, tied, mayDrop);
    ranked.removeToSparsity(sparsity);
    return Removal.of(layers, ranked.removed());
  }

  /**
   * Each layer is brought to a sparsity of its own. What a layer misses by whole groups is carried on to the next,
   * layers of small groups last, so that together they come as near as one ranking would.
   */
  private static Removal shared(List<Scored> layers, double sparsity, Predicate<String> mayDrop) {
    PrunePolicy policy = layers.getFirst().layer().policy();
    double progress = Math.min(1, sparsity / policy.sparsity());
    long[] whole = layers.stream().mapToLong(Scored::whole).toArray();
    double[] least = layers.stream().mapToDouble(l -> 1 - l.layer().policy().ranking().maxSparsity()).toArray();
    double[] most =
        layers.stream().mapToDouble(l -> 1 - progress * l.layer().policy().ranking().minSparsity()).toArray();
    double kept = (1 - sparsity) * IntStream.range(0, whole.length).mapToLong(i -> whole[i]).sum();
    double[] densities = ErdosRenyi.densities(policy.ranking().densities(),
        layers.stream().map(l -> l.layer().weights()).toList(), whole, kept, least, most);
    List<BitSet> removed = new ArrayList<>(layers.stream().map(l -> new BitSet()).toList());
    double carried = 0;
    for (int i : finestLast(layers, densities)) {
      Scored layer = layers.get(i);
      double asked = whole[i] * (1 - densities[i]) + carried;
      RankedGroups ranked = new RankedGroups(List.of(layer), TiedGroups.NONE, mayDrop);
      ranked.removeAmount(Math.round(asked), progress);
      removed.set(i, ranked.removed().getFirst());
      Removal own = Removal.of(List.of(layer), ranked.removed());
      carried = asked - ScopeAmounts.gone(layer.layer(), own.masks().getFirst());
    }
    return Removal.of(layers, removed);
  }

  private static List<Integer> finestLast(List<Scored> layers, double[] densities) {
    Comparator<Integer> dense = Comparator.comparing(i -> densities[i] < 1);
    Comparator<Integer> coarse =
        Comparator.comparingLong(i -> -ScopeAmounts.of(layers.get(i).layer(), layers.get(i).mask(), 0));
    return IntStream.range(0, layers.size()).boxed().sorted(dense.thenComparing(coarse)).toList();
  }
}
