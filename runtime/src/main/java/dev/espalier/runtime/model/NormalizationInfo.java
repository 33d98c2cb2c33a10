package dev.espalier.runtime.model;

/**
 * What the runtime knows of a batch normalisation.
 *
 * @param momentum share of the batch in the running mean and variance
 * @param epsilon what is added to the variance
 * @param folded whether freezing takes it into the weights of the layer that it consumes: one with weights, without an
 *     activation, and consumed by nobody else
 */
public record NormalizationInfo(double momentum, double epsilon, boolean folded) {}
