package dev.espalier.codegen.bytecode;

/**
 * A kernel that was emitted and loaded in this JVM. It has no state but the arrays that it was loaded with, and may be
 * run by several threads at once, on slabs of their own. It allocates nothing, but for the array of one vector that a
 * kernel of lane sums makes at a thread's first run.
 */
@FunctionalInterface
public interface BakedKernel {

  /**
   * Runs the kernel. The arguments of the three kinds stand in the order in which the kernel declares its buffers,
   * those that it was loaded with left out; the arrays are read on every call, so a caller keeps them and changes their
   * elements.
   *
   * @param slab all lines
   * @param lanes floats in a line, a positive multiple of 16
   * @param bases offset in the slab of each LANED buffer's first line, and each COUNT
   * @param floats the array of each FLOATS buffer
   * @param ints the array of each INTS buffer
   * @throws IndexOutOfBoundsException if an array is shorter than the kernel's buffer, or the slab than its lines
   */
  void run(float[] slab, int lanes, int[] bases, float[][] floats, int[][] ints);
}
