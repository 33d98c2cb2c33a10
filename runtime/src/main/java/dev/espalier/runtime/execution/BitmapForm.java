package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The kept values beside one bit for every weight, decoded while they are multiplied. Eight columns of a row are a
 * word; a word's set bits are looked up in a table that all words share: the bits of word w are {@code
 * setBits[setPointers[w]] .. setBits[setPointers[w + 1] - 1]}. Entry k of the table belongs to value {@code starts[..]
 * + k} of the word.
 *
 * <p>An index costs one bit and an eighth of a word's start a column instead of 32 bits a kept value. Its kernel jumps
 * from word to word and was measured slower than {@link RowForm} at every density; nothing but a forced choice or a
 * measurement takes it.
 *
 * <p>All is checked when it is built: whatever the weights of a file were, no kernel can be led out of the slab.
 */
public final class BitmapForm implements ExecutionForm {
  /** Columns of a word. */
  public static final int WORD = 8;

  private static final int[] SET_POINTERS = new int[(1 << WORD) + 1];
  private static final int[] SET_BITS = new int[WORD << (WORD - 1)];

  static {
    int next = 0;
    for (int word = 0; word < 1 << WORD; word++) {
      for (int bit = 0; bit < WORD; bit++) {
        if ((word >> bit & 1) != 0) {
          SET_BITS[next++] = bit;
        }
      }
      SET_POINTERS[word + 1] = next;
    }
  }

  private final int[] words;
  private final int[] starts;
  private final int[] lines;
  private final int[] groups;
  private final float[] values;

  private BitmapForm(int[] words, int[] starts, int[] lines, int[] groups, float[] values) {
    this.words = words;
    this.starts = starts;
    this.lines = lines;
    this.groups = groups;
    this.values = values;
  }

  /**
   * Packs the kept weights of a layer.
   *
   * @param input where the inference slab holds the layer's input; its halo is at least the geometry's padding
   * @param weights row-major
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when sizes disagree
   */
  public static BitmapForm of(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    DenseForm.requireMask(geometry, weights, kept);
    RowForm.requireInput(geometry, input);
    int rows = geometry.rows();
    int columns = geometry.columns();
    int wordsOfRow = Math.ceilDiv(columns, WORD);
    int[] words = new int[Math.multiplyExact(rows, wordsOfRow)];
    int[] starts = new int[words.length];
    float[] values = new float[kept.cardinality()];
    int next = 0;
    for (int i = 0; i < words.length; i++) {
      int row = i / wordsOfRow;
      int from = row * columns + i % wordsOfRow * WORD;
      int to = Math.min(from + WORD, (row + 1) * columns);
      int before = next;
      for (int at = kept.nextSetBit(from); at >= 0 && at < to; at = kept.nextSetBit(at + 1)) {
        words[i] |= 1 << (at - from);
        values[next++] = weights[at];
      }
      starts[i] = before - SET_POINTERS[words[i]];
    }
    int[] groups = new int[rows];
    int rowsOfGroup = geometry.filters() / geometry.groups();
    Arrays.setAll(groups, row -> row / rowsOfGroup * columns);
    int[] lines = new int[geometry.groups() * columns];
    Arrays.setAll(lines, i -> RowForm.tap(geometry, input, i / columns * rowsOfGroup, i % columns));
    return new BitmapForm(words, starts, lines, groups, values);
  }

  /** Eight bits a word, row by row, the lowest for the first column; a row begins a word. */
  public int[] words() {
    return words;
  }

  /** What is added to an entry of {@link #setBits} to find its value. */
  public int[] starts() {
    return starts;
  }

  /** The line of each column of each group, relative to the window's first. */
  public int[] lines() {
    return lines;
  }

  /** Where the columns of each row's group begin in {@link #lines}. */
  public int[] groups() {
    return groups;
  }

  /** The kept values in row order. */
  public float[] values() {
    return values;
  }

  /** Where the set bits of each word begin. */
  public int[] setPointers() {
    return SET_POINTERS;
  }

  /** The set bits of all words. */
  public int[] setBits() {
    return SET_BITS;
  }

  @Override
  public String label() {
    return "bitmap";
  }

  @Override
  public int weightsRead() {
    return values.length;
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * (words.length + starts.length + lines.length + groups.length)
        + (long) Float.BYTES * values.length;
  }
}
