package dev.espalier.runtime.policy;

/**
 * Which weights of a matrix belong to each head of attention: equal runs of its rows, as in what makes queries, keys
 * and values, or of its columns, as in the projection.
 *
 * @param count of heads; 0 where the weights are no part of attention
 * @param rows whether a head is a run of rows, not of columns
 */
public record HeadSide(int count, boolean rows) {

  /** No part of attention. */
  public static final HeadSide NONE = new HeadSide(0, true);

  /** Runs of rows: what makes queries, keys or values. */
  public static HeadSide ofRows(int count) {
    return new HeadSide(count, true);
  }

  /** Runs of columns: the projection. */
  public static HeadSide ofColumns(int count) {
    return new HeadSide(count, false);
  }

  /** Whether the weights are a part of attention. */
  public boolean exists() {
    return count > 0;
  }
}
