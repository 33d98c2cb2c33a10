package dev.espalier.codegen.bytecode;

/** An array for each thread that holds one vector. Emitted code makes it, being in this package. */
final class StoredLanes extends ThreadLocal<float[]> {
  private final int step;

  /**
   * Makes no array yet.
   *
   * @param step floats in a vector
   */
  StoredLanes(int step) {
    this.step = step;
  }

  @Override
  protected float[] initialValue() {
    return new float[step];
  }
}
