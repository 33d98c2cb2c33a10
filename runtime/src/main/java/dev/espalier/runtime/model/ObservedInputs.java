package dev.espalier.runtime.model;

import dev.espalier.runtime.cost.InputActivity;
import dev.espalier.runtime.train.Evaluator;
import dev.espalier.runtime.train.TrainingTask;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the zeros among the inputs of every layer with weights, over all records of an evaluation. */
final class ObservedInputs {

  private ObservedInputs() {}

  /** The inputs of each layer with weights, by its name. */
  static Map<String, InputActivity> of(TrainingTask task, Evaluator evaluator) {
    Blueprint blueprint = task.blueprint();
    Map<String, InputActivity> byLayer = new LinkedHashMap<>();
    Map<String, InputActivity> byValue = new LinkedHashMap<>();
    for (LayerInfo layer : blueprint.layers()) {
      if (layer.hasWeights() && layer.weights().isProduct()) {
        String value = layer.inputs().getFirst();
        byLayer.put(layer.name(),
            byValue.computeIfAbsent(value, v -> new InputActivity(blueprint.trainingLayout(v))));
      }
    }
    evaluator.evaluate((slab, count) -> byValue.forEach((value, activity) -> activity.observe(
        slab.values(), slab.address(task.line(value)), slab.lanes(), count)));
    return byLayer;
  }
}
