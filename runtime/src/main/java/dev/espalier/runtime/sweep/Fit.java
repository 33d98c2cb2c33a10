package dev.espalier.runtime.sweep;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.train.History;

/**
 * How a network is trained: {@code PrunedLeNet300::fit}.
 *
 * @param <N> the generated class
 */
@FunctionalInterface
public interface Fit<N> {

  /** Trains and prunes. */
  History fit(N network, Dataset train, Dataset test, Listener listener);
}
