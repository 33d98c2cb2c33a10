package dev.espalier.runtime.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which layers can be left out: those around which the graph has another way from its inputs to its output, through an
 * {@code @Add}. A sum is alive where one summand is, any other layer where all that it consumes is; a layer that is
 * left out is not.
 */
public final class WaysAround {

  private final List<LayerInfo> layers;
  private final Set<String> dropped = new HashSet<>();

  /** All layers of a network, each after what it consumes and the output last; nothing left out yet. */
  public WaysAround(List<LayerInfo> layers) {
    this.layers = List.copyOf(layers);
  }

  /** Leaves a layer out as well, if the output then still depends on the inputs; else changes nothing. */
  public boolean drop(String layer) {
    boolean added = dropped.add(layer);
    if (added && !outputLives()) {
      dropped.remove(layer);
      return false;
    }
    return true;
  }

  /** Takes a layer back that was left out. */
  void restore(String layer) {
    dropped.remove(layer);
  }

  /** Whether a layer can be left out of a whole network. */
  public static boolean exists(List<LayerInfo> layers, String layer) {
    return new WaysAround(layers).drop(layer);
  }

  private boolean outputLives() {
    Map<String, Boolean> alive = new HashMap<>();
    boolean last = true;
    for (LayerInfo layer : layers) {
      boolean sum = layer.kind().equals("Add");
      last = !dropped.contains(layer.name())
          && (sum
              ? layer.inputs().stream().anyMatch(input -> alive.getOrDefault(input, true))
              : layer.inputs().stream().allMatch(input -> alive.getOrDefault(input, true)));
      alive.put(layer.name(), last);
    }
    return last;
  }
}
