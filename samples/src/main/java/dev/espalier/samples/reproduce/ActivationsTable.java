package dev.espalier.samples.reproduce;

import static dev.espalier.samples.reproduce.Convnets.experiment;

import dev.espalier.samples.dynamic.PrunedAdapted;
import dev.espalier.samples.dynamic.PrunedLargest10;
import dev.espalier.samples.dynamic.PrunedLargest25;
import dev.espalier.samples.dynamic.PrunedLargest50;
import dev.espalier.samples.dynamic.PrunedThreshold;
import dev.espalier.samples.dynamic.PrunedTwoOfFour;
import dev.espalier.samples.dynamic.PrunedWhole;
import java.util.ArrayList;
import java.util.List;

/**
 * Pruned activations beside pruned weights: by a threshold, the largest, and N:M alone and together with the weights.
 * No paper has this table; that N:M of both can be trained together is what JointNF (Zhang 2024) shows.
 */
final class ActivationsTable implements Table {
  private static final List<Double> STATIC = List.of(0.5, 0.75, 0.9);

  @Override
  public String name() {
    return "activations";
  }

  @Override
  public List<Experiment> experiments() {
    List<Experiment> rows = new ArrayList<>();
    rows.add(experiment("dense", Convnets::whole, PrunedWhole::fit));
    for (double sparsity : STATIC) {
      rows.add(experiment("weights, " + Math.round(100 * sparsity) + " % sparse",
          () -> PrunedWhole.builder().policies(p -> p.sparsity(sparsity)), PrunedWhole::fit));
    }
    rows.add(experiment("activations, largest 50 %", PrunedLargest50::builder, PrunedLargest50::fit));
    rows.add(experiment("activations, largest 25 %", PrunedLargest25::builder, PrunedLargest25::fit));
    rows.add(experiment("activations, largest 10 %", PrunedLargest10::builder, PrunedLargest10::fit));
    rows.add(experiment("activations, threshold 0.25", PrunedThreshold::builder, PrunedThreshold::fit));
    rows.add(experiment("weights 2:4", () -> PrunedWhole.builder().policies(p -> p.nOfM(2, 4, 1)).keep("stem"),
        PrunedWhole::fit));
    rows.add(experiment("activations 2:4", () -> PrunedTwoOfFour.builder().keep("maps").keep("features"),
        PrunedTwoOfFour::fit));
    rows.add(experiment("both 2:4", PrunedTwoOfFour::builder, PrunedTwoOfFour::fit));
    rows.add(experiment("both, n adapted", PrunedAdapted::builder, PrunedAdapted::fit));
    return rows;
  }
}
