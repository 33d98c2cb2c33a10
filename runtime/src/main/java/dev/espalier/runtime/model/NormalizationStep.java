package dev.espalier.runtime.model;

/**
 * Where the values stand in the training slab that the statistics of a batch normalisation are taken of.
 *
 * @param layer its index in the network
 * @param input first line of what it normalises
 * @param gradient first line of the gradient of its result
 * @param lanes the line that says which lanes hold samples, 1 or 0
 */
public record NormalizationStep(int layer, int input, int gradient, int lanes) {}
