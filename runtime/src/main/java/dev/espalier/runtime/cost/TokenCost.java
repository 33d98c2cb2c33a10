package dev.espalier.runtime.cost;

/**
 * What pruning the tokens behind an attention does, for one sample.
 *
 * @param layer the attention
 * @param before tokens that a sample has at most where it attends
 * @param after tokens that it has at most behind it: columns that later layers compute
 * @param seenBefore the mean of the tokens that samples had before; NaN where none was observed
 * @param seenAfter the mean of those that were left
 * @param operations additions and comparisons that select them
 */
public record TokenCost(
    String layer, int before, int after, double seenBefore, double seenAfter, long operations) {}
