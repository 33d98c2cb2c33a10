package dev.espalier.codegen.kernel;

import java.util.List;

/** A statement of a nest. */
public sealed interface Stmt {

  /** Runs the body for each value of {@code var} in ascending order. */
  record Loop(Var var, Extent extent, List<Stmt> body) implements Stmt {
    public Loop {
      body = List.copyOf(body);
    }
  }

  /**
   * Runs the body for all lanes of a line, or of a stretch of neighbouring lines: every LANED index inside names the
   * first line of its stretch, such as one row of an image, whose columns and lanes lie side by side in the slab.
   * Inside, LANED loads and stores are vectors; the variable is named for the schedule and the generated code only and
   * stands in no index. At most one on any path.
   *
   * <p>A stretch of at least {@value #NARROW_VECTOR} lines also runs where a line is one float: what is left of it after
   * whole vectors is computed by a last vector that overlaps the one before, if the body may be repeated.
   *
   * @param lines lines of the stretch, at least 1
   * @param count where each call says how many of the lines are run over, from 1: a COUNT buffer; where a line is one
   *     float all of them, or a multiple of a vector's floats. Else null
   */
  record Lanes(Var lane, int lines, Buffer count, List<Stmt> body) implements Stmt {
    /** Floats of the longest vector; lines of several lanes are multiples of it. */
    public static final int LONGEST_VECTOR = 16;
    /**
     * Floats of the vectors that stretches shorter than the longest vector run over where a line is one float.
     */
    public static final int NARROW_VECTOR = 8;

    public Lanes {
      body = List.copyOf(body);
    }

    /** Whether computing a lane twice gives what computing it once does: nothing is added to, or read and stored. */
    public boolean isRepeatable() {
      return Stretches.isRepeatable(this);
    }

    /** Whether vectors that overlap may be needed: the stretch need not be whole vectors when a line is one float. */
    public boolean mayOverlap() {
      return lines >= NARROW_VECTOR && lines % LONGEST_VECTOR != 0 && isRepeatable();
    }
  }

  /**
   * Defines an index variable for the rest of the block: {@code var = ints[at]}.
   *
   * @param floats whether the array holds lines as floats, each times the lanes of the slab that the kernel runs on, so
   *     that no address is multiplied out where it is used; then {@code var = ints[at] / lanes}, and it stands in indexes
   *     of LANED buffers alone
   */
  record Index(Var var, Buffer ints, Affine at, boolean floats) implements Stmt {}

  /**
   * Defines a local for the rest of the block. A LANES local that is defined outside Lanes is a reduction over the
   * lanes: it starts at constant 0, is only added to (inside Lanes), and is only read by SumLanes (after it).
   */
  record Define(Local local, Expr init) implements Stmt {}

  record Assign(Local local, Expr value) implements Stmt {}

  /** Stores to {@code buffer[at]}, or adds to it. LANED buffers inside Lanes only, FLOATS buffers outside only. */
  record Store(Buffer buffer, Affine at, Expr value, boolean accumulate) implements Stmt {}

  static Loop loop(Var var, int count, Stmt... body) {
    return new Loop(var, new Extent.Fixed(count), List.of(body));
  }

  static Loop loop(Var var, Buffer pointers, Affine at, Stmt... body) {
    return new Loop(var, new Extent.Streamed(pointers, at), List.of(body));
  }

  static Loop loop(Var var, Buffer count, int most, Stmt... body) {
    return new Loop(var, new Extent.Counted(count, most), List.of(body));
  }

  static Lanes lanes(Var lane, Stmt... body) {
    return lanes(lane, 1, body);
  }

  static Lanes lanes(Var lane, int lines, Stmt... body) {
    return new Lanes(lane, lines, null, List.of(body));
  }

  static Index index(Var var, Buffer ints, Affine at) {
    return new Index(var, ints, at, false);
  }

  /** An index of lines that the array holds as floats. */
  static Index offset(Var var, Buffer ints, Affine at) {
    return new Index(var, ints, at, true);
  }

  static Define define(Local local, Expr init) {
    return new Define(local, init);
  }

  static Assign assign(Local local, Expr value) {
    return new Assign(local, value);
  }

  /** {@code local += a * b}. */
  static Assign addProduct(Local local, Expr a, Expr b) {
    return new Assign(local, new Expr.MultiplyAdd(a, b, local.read()));
  }

  /** {@code local += value}. */
  static Assign add(Local local, Expr value) {
    return new Assign(local, local.read().plus(value));
  }

  static Store store(Buffer buffer, Affine at, Expr value) {
    return new Store(buffer, at, value, false);
  }

  static Store store(Buffer buffer, Var at, Expr value) {
    return store(buffer, Affine.of(at), value);
  }

  /** {@code buffer[at] += value}. */
  static Store accumulate(Buffer buffer, Affine at, Expr value) {
    return new Store(buffer, at, value, true);
  }

  static Store accumulate(Buffer buffer, Var at, Expr value) {
    return accumulate(buffer, Affine.of(at), value);
  }
}
