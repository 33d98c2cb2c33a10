package dev.espalier.samples.reproduce;

import static dev.espalier.samples.reproduce.Convnets.experiment;

import dev.espalier.dsl.Granularity;
import dev.espalier.samples.dynamic.PrunedGated25;
import dev.espalier.samples.dynamic.PrunedGated50;
import dev.espalier.samples.dynamic.PrunedGated75;
import dev.espalier.samples.dynamic.PrunedWhole;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters that are skipped for a sample (Gao 2019) beside filters that are gone for all, in the same two convolutions.
 */
final class GatesTable implements Table {
  private static final List<Double> GONE = List.of(0.25, 0.5, 0.75);

  @Override
  public String name() {
    return "gates";
  }

  @Override
  public List<Experiment> experiments() {
    List<Experiment> rows = new ArrayList<>();
    rows.add(experiment("dense", Convnets::whole, PrunedWhole::fit));
    for (double share : GONE) {
      rows.add(experiment("static, " + Math.round(100 * share) + " % of filters gone",
          () -> PrunedWhole.builder().policies(p -> p.granularity(Granularity.FILTER).sparsity(share)).keep("stem"),
          PrunedWhole::fit));
    }
    rows.add(experiment("gated, 75 % of filters run", PrunedGated75::builder, PrunedGated75::fit));
    rows.add(experiment("gated, 50 % of filters run", PrunedGated50::builder, PrunedGated50::fit));
    rows.add(experiment("gated, 25 % of filters run", PrunedGated25::builder, PrunedGated25::fit));
    return rows;
  }
}
