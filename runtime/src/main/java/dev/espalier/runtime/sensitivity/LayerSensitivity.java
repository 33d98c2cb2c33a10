package dev.espalier.runtime.sensitivity;

import java.util.List;

/**
 * How the network does with one of its layers pruned further and further.
 *
 * @param layer the layer's name
 * @param points by rising sparsity; the first one is the layer as it is
 */
public record LayerSensitivity(String layer, List<SensitivityPoint> points) {

  /** Keeps its own copy. */
  public LayerSensitivity {
    points = List.copyOf(points);
  }
}
