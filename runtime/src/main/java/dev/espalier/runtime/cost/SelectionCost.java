package dev.espalier.runtime.cost;

/**
 * What pruning a layer's values does and takes, for one sample.
 *
 * @param layer whose values are pruned
 * @param values how many it has
 * @param expected how many stay, those that are equal apart; all under a threshold
 * @param exact how many were not zero, the mean over the samples observed; NaN where none was
 * @param operations comparisons and additions that select them
 */
public record SelectionCost(String layer, long values, long expected, double exact, long operations) {}
