package dev.espalier.runtime.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  /** Layer a loses little at first, layer b much; the third has no policy and costs 100. */
  private static final Sensitivity TWO = new Sensitivity("Net", 10, 0.5, 0.9,
      List.of(
          new LayerSensitivity("a", List.of(point(0, 0.5, 1000), point(0.5, 0.51, 500), point(0.9, 1.5, 100))),
          new LayerSensitivity("b", List.of(point(0, 0.5, 400), point(0.5, 0.6, 200), point(0.9, 0.7, 40)))),
      new LayerCosts(100, 1000, 10_000));

  @Test
  void theLayerThatFeelsItLeastIsPrunedFirst() {
    Suggestion suggestion = TWO.withinWeights(1000);
    assertThat(suggestion.choices()).extracting(Suggestion.Choice::sparsity).containsExactly(0.5, 0.0);
    assertThat(suggestion.reached()).isEqualTo(1000);
    assertThat(suggestion.expectedLoss()).isCloseTo(0.51, within(1e-12));
  }

  /** b's 0.5 saves 200 for 0.1 and its 0.9 saves 360 for 0.2: 0.9 is cheaper a weight than a's last 400 for 0.99. */
  @Test
  void theNextChoiceIsTheCheapestForWhatItSaves() {
    assertThat(TWO.withinWeights(800).choices()).extracting(Suggestion.Choice::sparsity).containsExactly(0.5, 0.5);
    assertThat(TWO.withinWeights(700).choices()).extracting(Suggestion.Choice::sparsity).containsExactly(0.5, 0.9);
    assertThat(TWO.withinWeights(639).choices()).extracting(Suggestion.Choice::sparsity).containsExactly(0.9, 0.9);
  }

  @Test
  void aBudgetThatIsKeptAlreadyPrunesNothing() {
    assertThat(TWO.withinWeights(1500).choices()).extracting(Suggestion.Choice::sparsity).containsExactly(0.0, 0.0);
  }

  @Test
  void eachUnitCountsItsOwn() {
    // Multiply-adds are ten times the weights, bytes four times, and the layer without a policy has its own.
    assertThat(TWO.withinMacs(10_000).reached()).isEqualTo(1000 + 5000 + 4000);
    assertThat(TWO.withinBytes(14_000).reached()).isEqualTo(10_000 + 2000 + 1600);
  }

  @Test
  void aBudgetOutOfReachSaysWhatIsLeast() {
    assertThatThrownBy(() -> TWO.withinWeights(200)).isInstanceOf(BudgetOutOfReachException.class)
        .hasMessageContaining("at most 200 weights").hasMessageContaining("leave 240");
  }

  /** Against all combinations: never beyond the budget, and the loss within that of one choice from the best. */
  @Test
  void theSuggestionIsNearTheBestOfAllCombinations() {
    Randomness random = Randomness.stream(1, "allocation", 0);
    int best = 0;
    int runs = 300;
    for (int run = 0; run < runs; run++) {
      List<LayerSensitivity> layers = new ArrayList<>();
      double steepest = 0;
      for (String name : List.of("a", "b", "c")) {
        List<SensitivityPoint> points = new ArrayList<>();
        double loss = 0.5;
        int cost = 400 + random.nextInt(600);
        points.add(point(0, loss, cost));
        for (double sparsity : new double[] {0.25, 0.5, 0.75, 0.9}) {
          double rise = random.nextDouble() * sparsity * sparsity;
          steepest = Math.max(steepest, rise);
          loss += rise;
          points.add(point(sparsity, loss, (int) Math.round(cost * (1 - sparsity))));
        }
        layers.add(new LayerSensitivity(name, points));
      }
      Sensitivity sensitivity = new Sensitivity("Net", 10, 0.5, 0.9, layers, new LayerCosts(0, 0, 0));
      long all = layers.stream().mapToLong(layer -> layer.points().getFirst().costs().weights()).sum();
      long budget = all / 2;
      Suggestion suggestion = sensitivity.withinWeights(budget);
      double lowest = lowest(layers, budget);
      assertThat(suggestion.reached()).isLessThanOrEqualTo(budget);
      assertThat(suggestion.expectedLoss()).isBetween(lowest - 1e-9, lowest + 2 * steepest);
      best += suggestion.expectedLoss() < lowest + 1e-9 ? 1 : 0;
    }
    assertThat(best).isGreaterThan(runs / 3);
  }

  private static double lowest(List<LayerSensitivity> layers, long budget) {
    double lowest = Double.POSITIVE_INFINITY;
    for (SensitivityPoint a : layers.get(0).points()) {
      for (SensitivityPoint b : layers.get(1).points()) {
        for (SensitivityPoint c : layers.get(2).points()) {
          if (a.costs().weights() + b.costs().weights() + c.costs().weights() <= budget) {
            lowest = Math.min(lowest, a.loss() + b.loss() + c.loss() - 1.0);
          }
        }
      }
    }
    return lowest;
  }

  private static SensitivityPoint point(double sparsity, double loss, int weights) {
    LayerCosts costs = new LayerCosts(weights, 10L * weights, 4L * weights);
    return new SensitivityPoint(sparsity, sparsity, loss, 1 - loss / 5, costs);
  }
}
