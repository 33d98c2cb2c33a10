package dev.espalier.runtime.model;

/**
 * How the gradient of a layer's weights is taken.
 *
 * @param layer the layer's index in the blueprint
 * @param inputLine the first line of what it consumes, in the training slab
 * @param gradientLine the first line of its result's gradient
 * @param strips whether in strips of columns; else as sums over lanes
 * @param kept whether a step can do with kept weights alone
 */
public record WeightStep(int layer, int inputLine, int gradientLine, boolean strips, boolean kept) {}
