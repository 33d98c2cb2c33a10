package dev.espalier.dsl;

/** How the kept weights of a layer are stored. The cost report counts exact bits. */
public enum Encoding {
  /** The smallest at the actual mask. */
  AUTO,
  /** Every weight. */
  DENSE,
  /** One bit a weight, then the kept values. */
  BITMAP,
  /** The length of the zero run before each value, then the value; longer runs need a filler zero. */
  RUN_LENGTH,
  /** The flat position of each value. */
  COO,
  /** Row pointers, and the column of each value. */
  CSR,
  /** Column pointers, and the row of each value. */
  CSC,
  /** The place of each value among its M neighbours: for granularity N_OF_M. */
  N_OF_M,
  /** Block row pointers, and the block column of each block of values: for what is pruned in blocks. */
  BSR
}
