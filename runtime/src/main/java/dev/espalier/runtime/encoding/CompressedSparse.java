package dev.espalier.runtime.encoding;

/**
 * The three arrays of CSR (a line is a row, an index a column) or CSC (a line is a column, an index a row): the
 * values of line i are those from {@code pointer(i)} up to {@code pointer(i + 1)}. Immutable.
 */
public final class CompressedSparse {
  private final float[] values;
  private final int[] indices;
  private final int[] pointers;

  CompressedSparse(float[] values, int[] indices, int[] pointers) {
    this.values = values;
    this.indices = indices;
    this.pointers = pointers;
  }

  /**
   * Unpacks a tensor in CSR or CSC.
   *
   * @throws IllegalArgumentException if the tensor is in another encoding
   * @throws CorruptEncodingException if the payload breaks a rule
   */
  public static CompressedSparse of(EncodedTensor tensor) {
    if (tensor.encoding() instanceof CompressedSparseEncoding encoding) {
      return encoding.parse(tensor, tensor.reader());
    }
    throw new IllegalArgumentException("Only CSR and CSC have indices and pointers, but this tensor is in "
        + tensor.kind() + ". Fix: encode it with StorageEncodings.of(Encoding.CSR).");
  }

  /** Number of rows (CSR) or columns (CSC). */
  public int lines() {
    return pointers.length - 1;
  }

  /** Number of values. */
  public int count() {
    return values.length;
  }

  /** The k-th value, k from 0 to {@code count() - 1}. */
  public float value(int k) {
    return values[k];
  }

  /** The index of the k-th value in its line. */
  public int index(int k) {
    return indices[k];
  }

  /** The number of values before line i, i from 0 to {@code lines()}. */
  public int pointer(int i) {
    return pointers[i];
  }

  /** A copy of the values. */
  public float[] values() {
    return values.clone();
  }

  /** A copy of the indices. */
  public int[] indices() {
    return indices.clone();
  }

  /** A copy of the {@code lines() + 1} pointers. */
  public int[] pointers() {
    return pointers.clone();
  }
}
