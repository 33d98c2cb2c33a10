package dev.espalier.runtime.cost;

/**
 * What one layer costs.
 *
 * @param name as declared
 * @param kind the layer annotation's simple name
 * @param expectation what the expected figures rest on
 * @param weights number of weights; biases left out
 * @param macs multiply-adds of one sample with sparse weights
 * @param inputs what its actual inputs make of them, or null where none were observed or it has no weights
 * @param storage null where it has no weights
 * @param activationBits of its inputs and its result for one sample, 32 bits each; transient: free once the layer is
 *     done
 * @param execution null where it is not known or it has no weights
 * @param heads of attention, before and after pruning; null of any other layer
 */
public record LayerCost(
    String name,
    String kind,
    Expectation expectation,
    Figure weights,
    Figure macs,
    InputCost inputs,
    StorageCost storage,
    long activationBits,
    ExecutionForm execution,
    Figure heads) {

  /** Whether it has weights, and so multiply-adds and storage. */
  public boolean hasWeights() {
    return storage != null;
  }

  /** p, the share of zeros among its weights, actual where measured; 0 where it has none. */
  public double sparsity() {
    return hasWeights() ? 1 - (double) weights.pruned() / weights.dense() : 0;
  }
}
