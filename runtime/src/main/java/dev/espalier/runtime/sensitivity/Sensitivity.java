package dev.espalier.runtime.sensitivity;

import dev.espalier.runtime.cost.TextTable;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The accuracy of a network against the sparsity of each of its layers, one layer pruned at a time (Han, Pool, Tran,
 * Dally 2015, figure 6; Li, Kadav, Durdanovic, Samet, Graf: "Pruning filters for efficient ConvNets", 2017, section
 * 3.2). {@link #toString} is a table for people, {@link #json} the same for programs.
 *
 * @param network the network's name
 * @param records that it was evaluated on
 * @param loss of the network as it is
 * @param accuracy of the network as it is, 0 to 1; NaN without labels
 * @param layers those with a policy, in the network's order
 * @param others what the layers without a policy cost together
 */
public record Sensitivity(
    String network, int records, double loss, double accuracy, List<LayerSensitivity> layers, LayerCosts others) {

  /** Keeps its own copy. */
  public Sensitivity {
    layers = List.copyOf(layers);
  }

  /**
   * The curve of a layer.
   *
   * @throws IllegalArgumentException when it was not analysed
   */
  public LayerSensitivity layer(String name) {
    return layers.stream().filter(layer -> layer.layer().equals(name)).findFirst().orElseThrow(() ->
        new IllegalArgumentException(network + ": '" + name + "' was not analysed.\n  Fix: use one of "
            + String.join(", ", layers.stream().map(LayerSensitivity::layer).toList()) + "."));
  }

  /**
   * Sparsities that leave at most so many weights in the whole network, biases left out.
   *
   * @throws BudgetOutOfReachException when the largest sparsities analysed leave more
   */
  public Suggestion withinWeights(long budget) {
    return suggest("weights", budget, LayerCosts::weights);
  }

  /**
   * Sparsities that leave at most so many multiply-adds of one sample.
   *
   * @throws BudgetOutOfReachException when the largest sparsities analysed leave more
   */
  public Suggestion withinMacs(long budget) {
    return suggest("MACs", budget, LayerCosts::macs);
  }

  /**
   * Sparsities that leave at most so many bytes of encoded weights and of biases, as {@code @Budget(bytes = …)} counts.
   *
   * @throws BudgetOutOfReachException when the largest sparsities analysed leave more
   */
  public Suggestion withinBytes(long budget) {
    return suggest("bytes", budget, LayerCosts::bytes);
  }

  private Suggestion suggest(String unit, long budget, ToLongFunction<LayerCosts> cost) {
    return new Allocation(this, unit, budget, cost).suggestion();
  }

  /** {@code {"network": …, "accuracy": …, "layers": [{"layer": …, "points": […]}]}}; what was not measured is null. */
  public JsonObject json() {
    JsonArray layerArray = Json.array();
    for (LayerSensitivity layer : layers) {
      JsonArray points = Json.array();
      for (SensitivityPoint point : layer.points()) {
        JsonObject object = Json.object().put("asked", point.asked()).put("sparsity", point.sparsity());
        number(object, "loss", point.loss());
        number(object, "accuracy", point.accuracy());
        points.add(costs(object, point.costs()));
      }
      layerArray.add(Json.object().put("layer", layer.layer()).put("points", points));
    }
    JsonObject object = Json.object().put("network", network).put("records", records);
    number(object, "loss", loss);
    number(object, "accuracy", accuracy);
    return object.put("layers", layerArray).put("others", costs(Json.object(), others));
  }

  /** A line a layer and sparsity. */
  @Override
  public String toString() {
    TextTable table = new TextTable("layer", ">sparsity", ">accuracy", ">loss", ">weights", ">MACs", ">bytes");
    for (LayerSensitivity layer : layers) {
      for (SensitivityPoint point : layer.points()) {
        table.row(layer.layer(), percent(point.sparsity()), percent(point.accuracy()),
            String.format(Locale.ROOT, "%.4f", point.loss()), Figures.of(point.costs().weights()),
            Figures.of(point.costs().macs()), Figures.of(point.costs().bytes()));
      }
    }
    return network + ": one layer pruned at a time, " + Figures.of((long) records) + " records\n\n" + table.text();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static JsonObject costs(JsonObject object, LayerCosts costs) {
    return object.put("weights", costs.weights()).put("macs", costs.macs()).put("bytes", costs.bytes());
  }

  static void number(JsonObject object, String key, double value) {
    if (Double.isFinite(value)) {
      object.put(key, value);
    } else {
      object.putNull(key);
    }
  }
}
