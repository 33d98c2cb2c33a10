package dev.espalier.runtime.model;

import dev.espalier.runtime.cost.CostMeasurement;
import dev.espalier.runtime.cost.InputActivity;
import dev.espalier.runtime.cost.TokenActivity;
import dev.espalier.runtime.cost.TokenCosts;
import dev.espalier.runtime.model.DynamicInfo.Part;
import dev.espalier.runtime.train.Evaluator;
import dev.espalier.runtime.train.TrainingTask;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The zeros among the inputs of every layer with weights, and among the results of layers that select, over all records
 * of an evaluation.
 *
 * @param inputs of each layer with weights, by its name
 * @param selected of each layer that selects values or filters, by its name
 * @param tokens how many tokens samples had, by the value that tells them
 */
record ObservedInputs(
    Map<String, InputActivity> inputs, Map<String, InputActivity> selected, Map<String, TokenActivity> tokens) {

  static ObservedInputs of(TrainingTask task, Evaluator evaluator) {
    Blueprint blueprint = task.blueprint();
    Map<String, InputActivity> inputs = new LinkedHashMap<>();
    Map<String, InputActivity> selected = new LinkedHashMap<>();
    Map<String, InputActivity> byValue = new LinkedHashMap<>();
    for (LayerInfo layer : blueprint.layers()) {
      if (layer.hasWeights() && layer.weights().isProduct()) {
        inputs.put(layer.name(), activity(blueprint, layer.inputs().getFirst(), byValue));
      }
      if (layer.dynamic() != null
          && (layer.dynamic().part() == Part.SELECTION || layer.dynamic().part() == Part.WINNERS)) {
        selected.put(layer.name(), activity(blueprint, layer.name(), byValue));
      }
    }
    Map<String, TokenActivity> tokens = TokenCosts.observers(blueprint);
    evaluator.evaluate((slab, count) -> {
      byValue.forEach((value, activity) -> activity.observe(
          slab.values(), slab.address(task.line(value)), slab.lanes(), count));
      tokens.forEach((value, activity) -> activity.observe(
          slab.values(), slab.address(task.line(value)), slab.lanes(), count));
    });
    return new ObservedInputs(inputs, selected, tokens);
  }

  /** Adds what was seen to what is known of a network. */
  void tell(CostMeasurement measurement) {
    inputs.forEach(measurement::inputs);
    selected.forEach(measurement::selected);
    tokens.forEach(measurement::tokens);
  }

  private static InputActivity activity(Blueprint blueprint, String value, Map<String, InputActivity> byValue) {
    return byValue.computeIfAbsent(value, v -> new InputActivity(blueprint.trainingLayout(v)));
  }
}
