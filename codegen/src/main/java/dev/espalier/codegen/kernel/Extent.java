package dev.espalier.codegen.kernel;

/** How far a loop runs. */
public sealed interface Extent {

  /** From 0 until {@code count}, known at build time; at least 1. */
  record Fixed(int count) implements Extent {}

  /** From 0 until a count that each call is given, from 1 to {@code most}. */
  record Counted(Buffer count, int most) implements Extent {}

  /** From {@code pointers[at]} until {@code pointers[at + 1]}: a row of a sparse pattern, possibly empty. */
  record Streamed(Buffer pointers, Affine at) implements Extent {}
}
