package dev.espalier.runtime.sensitivity;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.model.NetworkBuilder;
import java.util.List;
import java.util.Locale;

/**
 * Sparsities of the layers that keep a budget at the least expected loss. An estimate to start from: the layers' losses
 * are taken as independent, and what training wins back is not in it.
 *
 * @param network the network's name
 * @param unit what the budget counts: weights, MACs or bytes
 * @param budget at most so many, layers without a policy included
 * @param reached so many
 * @param expectedLoss the network's loss with the rises of the layers added
 * @param choices one an analysed layer, in the network's order
 */
public record Suggestion(
    String network, String unit, long budget, long reached, double expectedLoss, List<Choice> choices) {

  /** Keeps its own copy. */
  public Suggestion {
    choices = List.copyOf(choices);
  }

  /**
   * What a layer should reach.
   *
   * @param layer the layer's name
   * @param sparsity to ask for; 0 leaves the layer dense
   * @param point what was found there, the layer pruned alone
   */
  public record Choice(String layer, double sparsity, SensitivityPoint point) {}

  /** Gives the layers these sparsities, and leaves those with 0 dense; the policies stay as they are otherwise. */
  public <N> NetworkBuilder<N> applyTo(NetworkBuilder<N> builder) {
    for (Choice choice : choices) {
      if (choice.sparsity() == 0) {
        builder.keep(choice.layer());
      } else {
        builder.policy(choice.layer(), policy -> policy.sparsity(choice.sparsity()));
      }
    }
    return builder;
  }

  /** {@code {"network": …, "unit": …, "budget": …, "reached": …, "layers": […]}}. */
  public JsonObject json() {
    JsonArray layers = Json.array();
    for (Choice choice : choices) {
      JsonObject layer = Json.object().put("layer", choice.layer()).put("sparsity", choice.sparsity());
      Sensitivity.number(layer, "accuracyAlone", choice.point().accuracy());
      Sensitivity.number(layer, "lossAlone", choice.point().loss());
      layers.add(layer);
    }
    JsonObject object = Json.object().put("network", network).put("unit", unit).put("budget", budget)
        .put("reached", reached);
    Sensitivity.number(object, "expectedLoss", expectedLoss);
    return object.put("layers", layers);
  }

  /** A line a layer. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
        "%s: %,d of %,d %s, expected loss %.4f%n", network, reached, budget, unit, expectedLoss));
    for (Choice choice : choices) {
      text.append(String.format(Locale.ROOT, "  %s: sparsity %s%n", choice.layer(), choice.sparsity()));
    }
    return text.toString();
  }
}
