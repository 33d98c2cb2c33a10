package dev.espalier.runtime.mask;

import java.util.BitSet;
import java.util.Objects;

/**
 * Which groups of a layer's weights are kept: the truth from which kept lists, optimizer state, encodings and costs
 * derive. Immutable; pruning makes another mask, which keeps a subset, and regrowth one that keeps others.
 */
public final class Mask {

  private final Grouping grouping;
  private final BitSet keptGroups;
  private final int keptElements;

  private Mask(Grouping grouping, BitSet keptGroups) {
    this.grouping = grouping;
    this.keptGroups = keptGroups;
    this.keptElements = count(grouping, keptGroups);
  }

  private static int count(Grouping grouping, BitSet keptGroups) {
    if (grouping.isEven()) {
      return keptGroups.cardinality() * grouping.size(0);
    }
    int elements = 0;
    for (int g = keptGroups.nextSetBit(0); g >= 0; g = keptGroups.nextSetBit(g + 1)) {
      elements += grouping.size(g);
    }
    return elements;
  }

  /** Every group is kept. */
  public static Mask all(Grouping grouping) {
    BitSet groups = new BitSet(grouping.groups());
    groups.set(0, grouping.groups());
    return new Mask(grouping, groups);
  }

  /**
   * The given groups are kept; none at all only of a grouping that {@link Grouping#mayBeEmpty}.
   *
   * @throws IllegalArgumentException when none is, or one lies beyond the grouping
   */
  public static Mask of(Grouping grouping, BitSet keptGroups) {
    if ((keptGroups.isEmpty() && !grouping.mayBeEmpty()) || keptGroups.length() > grouping.groups()) {
      throw new IllegalArgumentException("A mask keeps 1 to " + grouping.groups() + " of " + grouping.groups()
          + " groups, and " + keptGroups.cardinality() + " up to number " + (keptGroups.length() - 1)
          + " were to be kept.");
    }
    return new Mask(grouping, (BitSet) keptGroups.clone());
  }

  /**
   * This mask with more groups removed.
   *
   * @throws IllegalArgumentException when none would be left
   */
  public Mask without(BitSet removedGroups) {
    BitSet left = (BitSet) keptGroups.clone();
    left.andNot(removedGroups);
    return of(grouping, left);
  }

  /** This mask with groups taken in. */
  public Mask with(BitSet regrownGroups) {
    BitSet more = (BitSet) keptGroups.clone();
    more.or(regrownGroups);
    return of(grouping, more);
  }

  /** The groups that it is over. */
  public Grouping grouping() {
    return grouping;
  }

  /** Whether a group is kept. */
  public boolean keepsGroup(int group) {
    return keptGroups.get(group);
  }

  /** Whether a weight is kept, by its row-major index. */
  public boolean keeps(int element) {
    return keptGroups.get(grouping.group(element));
  }

  /** Number of kept groups, at least 1 but of a whole layer. */
  public int keptGroups() {
    return keptGroups.cardinality();
  }

  /** Number of kept weights. */
  public int keptElements() {
    return keptElements;
  }

  /** Number of weights, kept and pruned. */
  public int elements() {
    return grouping.elements();
  }

  /** Whether nothing is pruned. */
  public boolean keepsAll() {
    return keptElements == grouping.elements();
  }

  /** Share of pruned weights, in [0, 1), and 1 where a whole layer is pruned. */
  public double sparsity() {
    return (double) (grouping.elements() - keptElements) / grouping.elements();
  }

  /** The kept groups, as a copy. */
  public BitSet groupBits() {
    return (BitSet) keptGroups.clone();
  }

  /** The kept weights by row-major index, as a new bitset. */
  public BitSet elementBits() {
    if (grouping.groups() == grouping.elements()) {
      return groupBits();
    }
    long[] words = new long[(grouping.elements() + Long.SIZE - 1) / Long.SIZE];
    for (int i : keptIndices()) {
      words[i >> 6] |= 1L << i;
    }
    return BitSet.valueOf(words);
  }

  /** The row-major indices of the kept weights, ascending. */
  public int[] keptIndices() {
    return grouping.members(keptGroups, keptElements);
  }

  /** Whether every weight that this mask keeps is kept by the other too. */
  public boolean isWithin(Mask other) {
    boolean sameGroups = grouping.equals(other.grouping);
    BitSet beyond = sameGroups ? groupBits() : elementBits();
    beyond.andNot(sameGroups ? other.keptGroups : other.elementBits());
    return beyond.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask && grouping.equals(mask.grouping) && keptGroups.equals(mask.keptGroups);
  }

  @Override
  public int hashCode() {
    return Objects.hash(grouping, keptGroups);
  }

  @Override
  public String toString() {
    return grouping.granularity() + " mask, " + keptElements + " of " + grouping.elements() + " weights kept";
  }
}
