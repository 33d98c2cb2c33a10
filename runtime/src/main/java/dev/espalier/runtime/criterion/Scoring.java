package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.Parameter;

/**
 * What a criterion may look at.
 *
 * @param weight the weights to score, with their gradient
 * @param seed the run's seed
 * @param layer the layer's index in the network
 * @param step completed steps of training
 */
public record Scoring(Parameter weight, long seed, int layer, long step) {}
