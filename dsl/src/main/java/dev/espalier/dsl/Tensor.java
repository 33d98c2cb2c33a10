package dev.espalier.dsl;

/**
 * A value of the network: what a layer method returns and what it takes. A marker; no instance ever exists.
 *
 * <p>Shapes leave the batch out: {@code {features}} for vectors, {@code {channels, height, width}} for images.
 */
public interface Tensor {}
