package dev.espalier.runtime.cost;

/**
 * What sparse weights take on the inputs that were observed.
 *
 * @param samples observed, at least 1
 * @param sparsity q, the share of zeros among the layer's inputs
 * @param expectedMacs (1-p)(1-q) times the dense multiply-adds of one sample, p being the actual sparsity of the
 *     weights
 * @param coincident kept weights that met a non-zero input, over all samples
 */
public record InputCost(long samples, double sparsity, double expectedMacs, long coincident) {

  /** Multiply-adds that cannot be skipped, the mean over the samples. */
  public double exactMacs() {
    return (double) coincident / samples;
  }
}
