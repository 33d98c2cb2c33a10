package dev.espalier.runtime.model;

import dev.espalier.runtime.cost.InputActivity;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.train.Evaluator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the zeros among the inputs of every layer with weights, over all records of an evaluation. */
final class ObservedInputs {

  private ObservedInputs() {}

  /** The inputs of each layer with weights, by its name. */
  static Map<String, InputActivity> of(Blueprint blueprint, int[] valueLines, Evaluator evaluator) {
    Map<String, InputActivity> byLayer = new LinkedHashMap<>();
    Map<String, InputActivity> byValue = new LinkedHashMap<>();
    for (LayerInfo layer : blueprint.layers()) {
      if (layer.hasWeights()) {
        String value = layer.inputs().getFirst();
        byLayer.put(layer.name(),
            byValue.computeIfAbsent(value, v -> new InputActivity(layout(blueprint, v))));
      }
    }
    evaluator.evaluate((slab, count) -> byValue.forEach((value, activity) -> activity.observe(
        slab.values(), slab.address(line(blueprint, valueLines, value)), slab.lanes(), count)));
    return byLayer;
  }

  private static Layout layout(Blueprint blueprint, String value) {
    int layer = blueprint.indexOf(value);
    return layer < 0 ? input(blueprint, value).training() : blueprint.layers().get(layer).output();
  }

  private static int line(Blueprint blueprint, int[] valueLines, String value) {
    int layer = blueprint.indexOf(value);
    return layer < 0 ? input(blueprint, value).trainingLine() : valueLines[layer];
  }

  private static InputInfo input(Blueprint blueprint, String value) {
    return blueprint.inputs().stream().filter(input -> input.name().equals(value)).findFirst().orElseThrow();
  }
}
