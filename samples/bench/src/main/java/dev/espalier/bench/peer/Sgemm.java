package dev.espalier.bench.peer;

import org.bytedeco.javacpp.FloatPointer;

/** A library's single-precision matrix product, row-major: C = op(A) op(B), op(A) of m x k. */
interface Sgemm {

  /**
   * Computes C.
   *
   * @param transposeA whether A is stored k x m
   * @param transposeB whether B is stored n x k
   */
  void multiply(
      boolean transposeA, boolean transposeB, int m, int n, int k, FloatPointer a, FloatPointer b, FloatPointer c);
}
