package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;

/**
 * The kept weights twice: by rows, which every input passes through equally fast, and by columns, of which those of
 * inputs that
 * are zero are left out. Which of the two runs is decided for each sample by counting its zeros.
 *
 * <p>Neither gathers vectors: with one multiply-add a weight, scalar loads are as many as a gather would make, and
 * faster.
 */
public final class SingleSparse implements SingleForm {

  /**
   * Columns add to memory where rows add to registers. A multiply-add of a column was measured to take 2.4 times as
   * long as one
   * of rows (300 x 784 weights, 5 and 20 % kept), so that they pay off below this share of inputs that are not zero.
   */
  static final float COLUMNS_BELOW = 0.4f;

  private final int inputs;
  private final InterleavedRows rows;
  private final KeptColumns columns;

  private SingleSparse(int inputs, InterleavedRows rows, KeptColumns columns) {
    this.inputs = inputs;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Packs the kept weights of a dense layer.
   *
   * @param weights row-major
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when sizes disagree or the layer is a convolution
   */
  public static SingleSparse of(WeightGeometry geometry, float[] weights, BitSet kept) {
    DenseForm.requireMask(geometry, weights, kept);
    SingleDense.requireDense(geometry);
    int outputs = geometry.rows();
    int inputs = geometry.columns();
    return new SingleSparse(inputs, InterleavedRows.of(outputs, inputs, weights, kept),
        KeptColumns.of(outputs, inputs, weights, kept));
  }

  @Override
  public String label() {
    return "rows or columns";
  }

  @Override
  public void multiply(float[] slab, int x, int y, float[] bias) {
    if (nonZero(slab, x) < COLUMNS_BELOW * inputs) {
      columns.multiply(slab, x, y, bias);
    } else {
      rows.multiply(slab, x, y, bias);
    }
  }

  private int nonZero(float[] slab, int x) {
    int count = 0;
    for (int i = x; i < x + inputs; i++) {
      count += slab[i] == 0 ? 0 : 1;
    }
    return count;
  }

  @Override
  public long bytes() {
    return rows.bytes() + columns.bytes();
  }
}
