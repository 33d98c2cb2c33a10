package dev.espalier.runtime.criterion;

/** A block of the Fisher matrix is so near to singular that its inverse is lost to rounding. */
public final class FisherNotInvertibleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FisherNotInvertibleException(double diagonal, double pivot) {
    super("OBS: a block of the inverse Fisher matrix is not positive definite (an entry of its diagonal is " + diagonal
        + ", the pivot there " + pivot
        + "): the damping is lost to rounding beside the gradients. Nothing was pruned.\n"
        + "  Fix: a larger damping, for instance 1e-4 of the largest squared gradient, or a smaller fisherBlock.");
  }
}
