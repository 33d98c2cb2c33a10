package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.mask.ColumnPacking;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.samples.dynamic.PrunedWhole;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions whose columns are combined (Kung 2019): how much of the matrix that a systolic array would hold is
 * weights, before and after, and what the pruned conflicts cost. The paper reports about four times the utilisation at
 * a small loss.
 */
final class ColumnsTable implements Table {
  private static final List<Double> SPARSITIES = List.of(0.75, 0.85);
  private static final int COLUMNS = 8;
  private static final double CONFLICTS = 0.5;
  private static final String PAPER = "Kung 2019";

  @Override
  public String name() {
    return "columns";
  }

  @Override
  public List<Experiment> experiments() {
    List<Experiment> rows = new ArrayList<>();
    rows.add(experiment("dense", "-", Convnets::whole));
    for (double sparsity : SPARSITIES) {
      String sparse = Math.round(100 * sparsity) + " % sparse";
      rows.add(experiment("single weights, " + sparse, "-",
          () -> PrunedWhole.builder().policies(p -> p.sparsity(sparsity)).keep("stem")));
      rows.add(experiment("columns combined, " + sparse, PAPER,
          () -> PrunedWhole.builder().policies(p -> p.combining(COLUMNS, CONFLICTS).sparsity(sparsity)).keep("stem")));
    }
    return rows;
  }

  private static Experiment experiment(String name, String source, Convnets.Building<PrunedWhole> building) {
    return Experiment.of(
        new Setting(Convnets.NAME, name, "-", source), (data, seed) -> outcome(data, seed, building));
  }

  private static Outcome outcome(TrainTest data, long seed, Convnets.Building<PrunedWhole> building) {
    PrunedWhole net = Convnets.trained(data, seed, building, PrunedWhole::fit);
    Outcome outcome = new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity());
    for (String name : List.of("maps", "features")) {
      LayerParameters layer = net.layer(name);
      WeightGeometry weights = layer.info().weights();
      if (layer.weight().mask() != null) {
        ColumnPacking packing =
            ColumnPacking.of(layer.weight().mask(), weights.rows(), weights.columns(), COLUMNS);
        outcome = outcome
            .with(name + ": columns", weights.columns())
            .with(name + ": packed", packing.packedColumns())
            .with(name + ": utilisation before", packing.utilisationBefore())
            .with(name + ": utilisation after", packing.utilisationAfter());
      }
    }
    return outcome;
  }
}
