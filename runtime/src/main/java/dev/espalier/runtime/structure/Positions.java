package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The places of a plane by what a map that is constant over samples holds there: rows of one class are alike, and so
 * are columns. A padded convolution of a uniform map makes some at its borders, where windows find zeros of the
 * padding.
 *
 * @param rows the class of each row, numbered by first appearance
 * @param columns the class of each column, likewise
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by equals below.
public record Positions(int[] rows, int[] columns) {
  private static final int OUTSIDE = -1;

  /** Every place alike. */
  static Positions uniform(int height, int width) {
    return new Positions(new int[height], new int[width]);
  }

  /** Places that are alike in each of several. */
  static Positions join(List<Positions> of) {
    Positions first = of.getFirst();
    return of.stream().allMatch(first::equals)
        ? first
        : new Positions(
            classes(first.rows.length, y -> of.stream().map(p -> p.rows[y]).toList()),
            classes(first.columns.length, x -> of.stream().map(p -> p.columns[x]).toList()));
  }

  /** The places of a convolution's result whose windows find the same in maps of the input. */
  static Positions through(WeightGeometry g, List<Positions> maps) {
    return new Positions(
        classes(g.outHeight(), e -> window(
            e * g.strideHeight() - g.padHeight(), g.kernelHeight(), g.dilationHeight(), maps, p -> p.rows)),
        classes(g.outWidth(), f -> window(
            f * g.strideWidth() - g.padWidth(), g.kernelWidth(), g.dilationWidth(), maps, p -> p.columns)));
  }

  private static List<Integer> window(
      int from, int taps, int step, List<Positions> maps, Function<Positions, int[]> axis) {
    List<Integer> found = new ArrayList<>();
    for (Positions map : maps) {
      int[] classes = axis.apply(map);
      for (int tap = 0; tap < taps; tap++) {
        int at = from + tap * step;
        found.add(at < 0 || at >= classes.length ? OUTSIDE : classes[at]);
      }
    }
    return found;
  }

  private static int[] classes(int count, IntFunction<List<Integer>> key) {
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    int[] classes = new int[count];
    Arrays.setAll(classes, i -> {
      int next = numbers.size();
      return numbers.computeIfAbsent(key.apply(i), _ -> next);
    });
    return classes;
  }

  /** Classes of rows. */
  int rowClasses() {
    return Arrays.stream(rows).max().orElseThrow() + 1;
  }

  /** Classes of columns. */
  int columnClasses() {
    return Arrays.stream(columns).max().orElseThrow() + 1;
  }

  /** Kinds of places: one number each. */
  public int kinds() {
    return rowClasses() * columnClasses();
  }

  /** The kind of a place. */
  int kind(int y, int x) {
    return rows[y] * columnClasses() + columns[x];
  }

  /** Whether every place is alike. */
  boolean isUniform() {
    return kinds() == 1;
  }

  /** A row of a kind of places. */
  int rowOf(int kind) {
    return first(rows, kind / columnClasses());
  }

  /** A column of a kind of places. */
  int columnOf(int kind) {
    return first(columns, kind % columnClasses());
  }

  private static int first(int[] classes, int wanted) {
    int at = 0;
    while (classes[at] != wanted) {
      at++;
    }
    return at;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Positions(int[] otherRows, int[] otherColumns)
        && Arrays.equals(rows, otherRows)
        && Arrays.equals(columns, otherColumns);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(rows), Arrays.hashCode(columns));
  }
}
