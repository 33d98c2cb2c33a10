package dev.espalier.runtime.model;

/**
 * Where the training slab holds the factors of a dropout layer: 0 for a value that is dropped, {@code 1 / (1 - rate)}
 * for the others, 1 throughout in evaluation.
 *
 * @param layer the layer's index in the blueprint
 * @param line the first line of the factors
 * @param lines how many there are
 * @param rate probability of being dropped, in (0, 1)
 */
public record DropoutInfo(int layer, int line, int lines, double rate) {}
