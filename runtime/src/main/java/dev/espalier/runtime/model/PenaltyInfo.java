package dev.espalier.runtime.model;

/**
 * Where the training slab holds the slope of a penalty on values that are summed up and added to the loss: strength
 * over samples of the batch in lanes that hold samples, 0 in the others.
 *
 * <p>Where the layer learns a threshold of tokens, a slope above 0 says that its tokens are weighed: it is 0 once the
 * threshold is settled, and whenever the network is not being trained.
 *
 * @param layer its index in the network
 * @param line the first line
 * @param lines how many there are
 * @param lambda the strength
 */
public record PenaltyInfo(int layer, int line, int lines, double lambda) {}
