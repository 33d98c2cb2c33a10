package dev.espalier.runtime.prune;

import dev.espalier.runtime.mask.ColumnPacking;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.GroupShape;
import java.util.BitSet;

/**
 * Single weights and the conflicts of combined columns, together to a sparsity (Kung 2019, algorithm 1): the lowest
 * scores go first, columns are combined, what loses its row of a combined column goes too, and then again the lowest
 * scores that are left, until exactly as many weights are pruned as asked for. Weights that go later cause no conflict.
 *
 * <p>How many go before columns are combined is found by halving: the most for which combining does not prune more than
 * asked for. Where combining alone would, fewer conflicts are allowed.
 */
final class CombinedColumns {

  /** The first share is found to within one 64th of what is to go. */
  private static final int HALVINGS = 6;

  private CombinedColumns() {}

  /** The weights that go. */
  static BitSet removed(Scored layer, double sparsity) {
    int elements = layer.mask().elements();
    int asked = (int) Math.min(elements - 1, Math.round(sparsity * elements));
    int more = asked - (elements - layer.mask().keptElements());
    if (more <= 0) {
      return new BitSet();
    }
    BitSet best = withConflicts(layer, 0);
    int low = 0;
    int high = more;
    if (best.cardinality() > more) {
      best = new BitSet();
    } else {
      for (int i = 0; i < HALVINGS; i++) {
        int middle = (low + high) >>> 1;
        BitSet tried = withConflicts(layer, middle);
        if (tried.cardinality() <= more) {
          best = tried;
          low = middle;
        } else {
          high = middle;
        }
      }
    }
    return best.cardinality() == 0 ? fewerConflicts(layer, more) : filled(layer, best, more);
  }

  /** The lowest scores, and what is in conflict after them. */
  private static BitSet withConflicts(Scored layer, int lowest) {
    BitSet removed = filled(layer, new BitSet(), lowest);
    removed.or(conflicts(layer, removed, layer.layer().policy().shape().conflicts()));
    return removed;
  }

  /** Halves the conflicts allowed until they are not more than asked for; without any the lowest scores go alone. */
  private static BitSet fewerConflicts(Scored layer, int more) {
    double allowed = layer.layer().policy().shape().conflicts() / 2;
    for (int i = 0; i < HALVINGS; i++, allowed /= 2) {
      BitSet removed = conflicts(layer, new BitSet(), allowed);
      if (removed.cardinality() <= more) {
        return filled(layer, removed, more);
      }
    }
    return filled(layer, new BitSet(), more);
  }

  private static BitSet conflicts(Scored layer, BitSet removed, double allowed) {
    WeightGeometry weights = layer.layer().weights();
    GroupShape shape = layer.layer().policy().shape();
    BitSet kept = layer.mask().groupBits();
    kept.andNot(removed);
    return ColumnPacking.of(kept, weights.rows(), weights.columns(), shape.columns(), allowed).losers(layer.scores());
  }

  /** These weights and the lowest scores of the others, so many together. */
  private static BitSet filled(Scored layer, BitSet removed, int count) {
    BitSet left = layer.mask().groupBits();
    left.andNot(removed);
    long[] keys = new long[left.cardinality()];
    int next = 0;
    for (int g = left.nextSetBit(0); g >= 0; g = left.nextSetBit(g + 1)) {
      keys[next++] = RankedGroups.key(layer.scores()[g], g);
    }
    int missing = count - removed.cardinality();
    Selection.smallestFirst(keys, missing);
    BitSet filled = (BitSet) removed.clone();
    for (int k = 0; k < missing; k++) {
      filled.set((int) keys[k]);
    }
    return filled;
  }
}
