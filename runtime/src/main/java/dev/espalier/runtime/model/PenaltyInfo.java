package dev.espalier.runtime.model;

/**
 * Where the training slab holds the slope of a penalty on values that are summed up and added to the loss: strength
 * over samples of the batch in lanes that hold samples, 0 in the others.
 *
 * @param line the first line
 * @param lines how many there are
 * @param lambda the strength
 */
public record PenaltyInfo(int line, int lines, double lambda) {}
