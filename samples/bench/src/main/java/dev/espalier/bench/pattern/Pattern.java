package dev.espalier.bench.pattern;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.regex.Matcher;

/** The rule by which the kept places of a matrix are drawn. */
public sealed interface Pattern {

  /** Each place by itself. */
  record Random() implements Pattern {
    @Override
    public String toString() {
      return "random";
    }
  }

  /** Whole blocks of height x width; blocks at the edge are smaller where the extents do not divide. */
  record Block(int height, int width) implements Pattern {
    @Override
    public String toString() {
      return "block:" + height + "x" + width;
    }
  }

  /**
   * Of every {@code group} consecutive places of a row exactly {@code keep}; {@code rows} consecutive rows share their
   * places.
   */
  record KeepOfGroup(int keep, int group, int rows) implements Pattern {
    @Override
    public String toString() {
      return "nm:" + keep + ":" + group + (rows == 1 ? "" : ":" + rows);
    }
  }

  /**
   * Reads {@code random}, {@code block:4x1}, {@code nm:2:4} or {@code nm:2:4:8} (shared by 8 rows).
   *
   * @throws IllegalArgumentException with the legal forms where the text is none of them
   */
  static Pattern parse(String text) {
    if (text.equals("random")) {
      return new Random();
    }
    Matcher block = java.util.regex.Pattern.compile("block:([1-9]\\d{0,3})x([1-9]\\d{0,3})").matcher(text);
    if (block.matches()) {
      return new Block(Integer.parseInt(block.group(1)), Integer.parseInt(block.group(2)));
    }
    Matcher group =
        java.util.regex.Pattern.compile("nm:([1-9]\\d{0,3}):([1-9]\\d{0,3})(?::([1-9]\\d{0,3}))?").matcher(text);
    if (group.matches()) {
      int keep = Integer.parseInt(group.group(1));
      int of = Integer.parseInt(group.group(2));
      if (keep < of) {
        return new KeepOfGroup(keep, of, group.group(3) == null ? 1 : Integer.parseInt(group.group(3)));
      }
      throw new IllegalArgumentException(
          "nm:N:M keeps N of every M consecutive weights, so N is below M, and '" + text + "' was given");
    }
    throw new IllegalArgumentException(
        "a pattern is random, block:HxW such as block:4x1, nm:N:M such as nm:2:4, or nm:N:M:R shared by R rows, and '"
            + text + "' was given");
  }

  /**
   * How many neighbouring rows keep the same places in a matrix whose pattern has this name; 1 in one that was read.
   */
  static int agreeingRows(String name) {
    if (name.startsWith("smtx:")) {
      return 1;
    }
    return switch (parse(name)) {
      case Random _ -> 1;
      case Block block -> block.height;
      case KeepOfGroup group -> group.rows;
    };
  }

  /** The sparsity that the rule itself sets, or empty where it is free. */
  default OptionalDouble fixedSparsity() {
    return this instanceof KeepOfGroup g ? OptionalDouble.of(1 - (double) g.keep / g.group) : OptionalDouble.empty();
  }

  /**
   * Draws a matrix.
   *
   * @param sparsity the share of zeros, 0 to 1; met to within one place or one block; a rule that sets its own ignores
   *     it unless it is 0, which keeps everything
   */
  default SparseMatrix draw(int rows, int columns, double sparsity, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] kept = new boolean[Math.multiplyExact(rows, columns)];
    if (sparsity == 0) {
      java.util.Arrays.fill(kept, true);
    } else {
      switch (this) {
        case Random _ -> blocks(kept, rows, columns, new Block(1, 1), sparsity, random);
        case Block block -> blocks(kept, rows, columns, block, sparsity, random);
        case KeepOfGroup group -> groups(kept, rows, columns, group, random);
      }
    }
    return SparseMatrix.ofKept(kept, rows, columns, random.nextLong());
  }

  private static void blocks(
      boolean[] kept, int rows, int columns, Block block, double sparsity, SplittableRandom random) {
    int down = Math.ceilDiv(rows, block.height);
    int across = Math.ceilDiv(columns, block.width);
    int all = Math.multiplyExact(down, across);
    int keep = (int) Math.max(1, Math.round((1 - sparsity) * all));
    for (int chosen : choose(keep, all, random)) {
      int top = chosen / across * block.height;
      int left = chosen % across * block.width;
      for (int row = top; row < Math.min(rows, top + block.height); row++) {
        for (int column = left; column < Math.min(columns, left + block.width); column++) {
          kept[row * columns + column] = true;
        }
      }
    }
  }

  private static void groups(boolean[] kept, int rows, int columns, KeepOfGroup rule, SplittableRandom random) {
    for (int top = 0; top < rows; top += rule.rows) {
      for (int left = 0; left < columns; left += rule.group) {
        int width = Math.min(rule.group, columns - left);
        for (int chosen : choose(Math.min(rule.keep, width), width, random)) {
          for (int row = top; row < Math.min(rows, top + rule.rows); row++) {
            kept[row * columns + left + chosen] = true;
          }
        }
      }
    }
  }

  /** {@code count} different numbers below {@code all}, each set of them equally likely. */
  private static int[] choose(int count, int all, SplittableRandom random) {
    int[] numbers = new int[all];
    for (int i = 0; i < all; i++) {
      numbers[i] = i;
    }
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, all);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
    return java.util.Arrays.copyOf(numbers, count);
  }
}
