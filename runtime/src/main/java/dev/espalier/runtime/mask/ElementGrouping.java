package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;
import java.util.BitSet;

/** Every weight is a group. */
public record ElementGrouping(int elements) implements Grouping {

  @Override
  public Granularity granularity() {
    return Granularity.ELEMENT;
  }

  @Override
  public int groups() {
    return elements;
  }

  @Override
  public int group(int element) {
    return element;
  }

  @Override
  public int size(int group) {
    return 1;
  }

  @Override
  public boolean isEven() {
    return true;
  }

  @Override
  public Grouping ofBiases() {
    throw new IllegalStateException("Single weights take no bias with them; ask coversBias() first.");
  }

  @Override
  public float[] sum(float[] scores) {
    return scores.clone();
  }

  @Override
  public int[] members(BitSet groups, int count) {
    return setBits(groups, count);
  }

  /** The set bits, ascending; word by word, which is several times faster than bit by bit. */
  static int[] setBits(BitSet bits, int count) {
    int[] indices = new int[count];
    long[] words = bits.toLongArray();
    int next = 0;
    for (int w = 0; w < words.length; w++) {
      for (long word = words[w]; word != 0; word &= word - 1) {
        indices[next++] = (w << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return indices;
  }
}
