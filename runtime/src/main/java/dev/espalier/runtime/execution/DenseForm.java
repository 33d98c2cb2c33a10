package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;

/** Every weight, pruned ones as zeros, row-major {@code [filter][channel in group][kernel row][kernel column]}. */
public final class DenseForm implements ExecutionForm {
  private final float[] values;

  private DenseForm(float[] values) {
    this.values = values;
  }

  /**
   * Takes the weights of a layer; the array is not copied.
   *
   * @throws IllegalArgumentException when there are not as many as the geometry has
   */
  public static DenseForm of(WeightGeometry geometry, float[] weights) {
    requireSize(geometry, weights);
    return new DenseForm(weights);
  }

  static void requireSize(WeightGeometry geometry, float[] weights) {
    if (weights.length != geometry.size()) {
      throw new IllegalArgumentException("A layer of " + geometry.rows() + " x " + geometry.columns() + " weights has "
          + geometry.size() + ", but " + weights.length + " were given.");
    }
  }

  static void requireMask(WeightGeometry geometry, float[] weights, BitSet kept) {
    requireSize(geometry, weights);
    if (kept.length() > weights.length) {
      throw new IllegalArgumentException(
          "The mask keeps weight " + (kept.length() - 1) + ", and there are only " + weights.length + ".");
    }
  }

  /** The weights. Shared with the kernels that read it; whoever changes it changes the network. */
  public float[] values() {
    return values;
  }

  @Override
  public String label() {
    return "dense";
  }

  @Override
  public int weightsRead() {
    return values.length;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * values.length;
  }
}
