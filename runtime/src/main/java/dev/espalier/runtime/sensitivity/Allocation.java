package dev.espalier.runtime.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Which sparsity each layer gets under a budget, as a knapsack with one choice a layer, the losses of the layers taken
 * as independent: from all layers as they are, again and again the choice with the least rise of the loss for what it
 * saves, until the budget is kept (the greedy of Sinha, Zoltners: "The multiple-choice knapsack problem", 1979; it is
 * best among all mixtures but for the last choice). The last layer then takes the choice with the lowest loss that
 * still keeps the budget.
 */
final class Allocation {

  private final Sensitivity sensitivity;
  private final String unit;
  private final long budget;
  private final ToLongFunction<LayerCosts> cost;
  private final int[] chosen;
  private long total;

  Allocation(Sensitivity sensitivity, String unit, long budget, ToLongFunction<LayerCosts> cost) {
    this.sensitivity = sensitivity;
    this.unit = unit;
    this.budget = budget;
    this.cost = cost;
    this.chosen = new int[sensitivity.layers().size()];
    this.total = cost.applyAsLong(sensitivity.others());
    for (int layer = 0; layer < chosen.length; layer++) {
      total += cost(layer, 0);
    }
  }

  Suggestion suggestion() {
    int last = -1;
    while (total > budget) {
      last = step();
    }
    if (last >= 0) {
      relax(last);
    }
    List<Suggestion.Choice> choices = new ArrayList<>();
    double rise = 0;
    for (int layer = 0; layer < chosen.length; layer++) {
      SensitivityPoint point = point(layer, chosen[layer]);
      rise += point.loss() - sensitivity.loss();
      choices.add(new Suggestion.Choice(sensitivity.layers().get(layer).layer(), point.asked(), point));
    }
    return new Suggestion(sensitivity.network(), unit, budget, total, sensitivity.loss() + rise, choices);
  }

  /** Takes the best choice that saves something. */
  private int step() {
    int bestLayer = -1;
    int bestChoice = -1;
    double lowestSlope = Double.POSITIVE_INFINITY;
    for (int layer = 0; layer < chosen.length; layer++) {
      for (int choice = 0; choice < points(layer).size(); choice++) {
        long saved = cost(layer, chosen[layer]) - cost(layer, choice);
        if (saved > 0) {
          double rise = Math.max(0, point(layer, choice).loss() - point(layer, chosen[layer]).loss());
          double slope = rise / saved;
          if (slope < lowestSlope || bestLayer < 0) {
            lowestSlope = slope;
            bestLayer = layer;
            bestChoice = choice;
          }
        }
      }
    }
    if (bestLayer < 0) {
      throw new BudgetOutOfReachException(sensitivity.network(), unit, budget, total);
    }
    choose(bestLayer, bestChoice);
    return bestLayer;
  }

  private void relax(int layer) {
    int best = chosen[layer];
    for (int choice = 0; choice < points(layer).size(); choice++) {
      boolean fits = total - cost(layer, chosen[layer]) + cost(layer, choice) <= budget;
      if (fits && point(layer, choice).loss() < point(layer, best).loss()) {
        best = choice;
      }
    }
    choose(layer, best);
  }

  private void choose(int layer, int choice) {
    total += cost(layer, choice) - cost(layer, chosen[layer]);
    chosen[layer] = choice;
  }

  private long cost(int layer, int choice) {
    return cost.applyAsLong(point(layer, choice).costs());
  }

  private SensitivityPoint point(int layer, int choice) {
    return points(layer).get(choice);
  }

  private List<SensitivityPoint> points(int layer) {
    return sensitivity.layers().get(layer).points();
  }
}
