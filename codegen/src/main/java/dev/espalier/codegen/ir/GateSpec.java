package dev.espalier.codegen.ir;

/**
 * A gate of a convolution as declared.
 *
 * @param share of the filters that run for a sample
 * @param lambda strength of the penalty on saliencies
 */
public record GateSpec(double share, double lambda, SourceRef source) {

  /** Filters of so many that run for a sample (Gao 2019: the share rounded up). */
  public int winners(int filters) {
    return (int) Math.ceil(share * filters);
  }
}
