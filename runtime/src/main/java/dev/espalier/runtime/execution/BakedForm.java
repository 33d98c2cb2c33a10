package dev.espalier.runtime.execution;

/** The weights of a frozen layer as constants of a kernel that was made for them. */
public final class BakedForm implements ExecutionForm {

  /** A kernel made for one layer and its mask. */
  @FunctionalInterface
  public interface Kernel {

    /**
     * Computes the layer's result, with its bias and an activation that fits into registers. Allocates nothing.
     *
     * @param slab of the inference program
     * @param lanes floats in a line
     * @param x where the input begins
     * @param y where the result begins
     */
    void run(float[] slab, int lanes, int x, int y);
  }

  private final ExecutionForm generic;
  private final Kernel kernel;

  /**
   * A kernel in the place of a generic one.
   *
   * @param generic the form that it was made from, whose results are its
   */
  public BakedForm(ExecutionForm generic, Kernel kernel) {
    this.generic = generic;
    this.kernel = kernel;
  }

  /** Runs the kernel; parameters as in {@link Kernel#run}. */
  public void run(float[] slab, int lanes, int x, int y) {
    kernel.run(slab, lanes, x, y);
  }

  @Override
  public String label() {
    return "baked " + generic.label();
  }

  @Override
  public int weightsRead() {
    return generic.weightsRead();
  }

  @Override
  public long bytes() {
    return generic.bytes();
  }
}
