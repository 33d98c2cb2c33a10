package dev.espalier.runtime.progress;

import java.util.List;

/**
 * Masks that have changed.
 *
 * @param epoch the epoch after or in which they did, counted from 1; 0 before the first
 * @param step steps of the whole run done before
 * @param layers the layers whose masks changed
 * @param sparsityBefore of the network's prunable weights, 0 to 1
 * @param sparsityAfter of the network's prunable weights, 0 to 1
 * @param accuracyBefore on the test set, 0 to 1; NaN where it was not measured
 * @param accuracyAfter on the test set, 0 to 1; NaN where it was not measured
 * @param notes what was odd about it, a sentence each
 */
public record PruningEvent(
    int epoch,
    long step,
    List<Layer> layers,
    float sparsityBefore,
    float sparsityAfter,
    float accuracyBefore,
    float accuracyAfter,
    List<String> notes) {

  /** An event about which nothing was odd. */
  public PruningEvent(
      int epoch,
      long step,
      List<Layer> layers,
      float sparsityBefore,
      float sparsityAfter,
      float accuracyBefore,
      float accuracyAfter) {
    this(epoch, step, layers, sparsityBefore, sparsityAfter, accuracyBefore, accuracyAfter, List.of());
  }

  /**
   * A layer whose mask changed.
   *
   * @param name the layer's
   * @param sparsityBefore 0 to 1
   * @param sparsityAfter 0 to 1
   */
  public record Layer(String name, float sparsityBefore, float sparsityAfter) {}

  /** Keeps its own copies of the lists. */
  public PruningEvent {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }
}
