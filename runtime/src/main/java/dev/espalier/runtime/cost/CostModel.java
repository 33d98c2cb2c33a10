package dev.espalier.runtime.cost;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.encoding.StorageFormula;
import dev.espalier.runtime.encoding.StoragePattern;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.structure.Left;
import java.util.List;
import java.util.Map;

/**
 * Counts what a network costs for one sample: by formula from its blueprint, or exactly from what became of it.
 *
 * <p>Both are reported side by side, as <em>expected</em> and <em>exact</em>. A multiply-add (MAC) is one product that
 * is added to a sum; a bias, an activation function or a pooling window counts none.
 */
public final class CostModel {
  private CostModel() {}

  /**
   * The plan: what the policies lead to, before anything is trained. Weights kept follow the policy's sparsity, in
   * whole groups, and channels that leave with them leave here, too; what {@link Expectation} they rest on is marked.
   * AUTO stands for the encoding that is the smallest by formula.
   */
  public static CostReport plan(Blueprint network) {
    Blueprint blueprint = network.frozen();
    PlannedRemoval removal = PlannedRemoval.of(blueprint);
    List<LayerCost> layers = blueprint.layers().stream().map(l -> plan(blueprint, removal, l)).toList();
    return new CostReport(
        blueprint.name(), false, layers, null, DynamicCosts.of(blueprint, layers, Map.of(), Map.of(), Map.of()),
        DependencyGroups.of(blueprint));
  }

  /** Starts a measurement; the plan stands beside what is measured. */
  public static CostMeasurement measure(Blueprint blueprint) {
    return new CostMeasurement(blueprint.frozen(), plan(blueprint));
  }

  private static LayerCost plan(Blueprint blueprint, PlannedRemoval removal, LayerInfo layer) {
    LayerFormula formula = LayerFormula.of(blueprint, layer);
    long activationBits = StorageFormula.VALUE_BITS * formula.activations();
    if (!layer.hasWeights()) {
      Figure none = Figure.planned(0, 0);
      int channels = removal.channels(layer);
      Figure macs = Figure.planned(formula.macs(layer.output().channels()), formula.macs(channels));
      return new LayerCost(layer.name(), layer.kind(), Expectation.DENSE, none, macs, null, null, activationBits, null,
          heads(layer) == 0 ? null : Figure.planned(heads(layer), heads(layer, channels)));
    }
    Expectation expectation = Expectation.of(layer.policy());
    long size = layer.weights().size();
    long kept = removal.kept(layer);
    return new LayerCost(
        layer.name(),
        layer.kind(),
        expectation,
        Figure.planned(size, kept),
        Figure.planned(formula.macs(size), formula.macs(kept)),
        null,
        planStorage(layer, removal, kept),
        activationBits,
        null,
        null);
  }

  private static int heads(LayerInfo layer) {
    return layer.channels().heads();
  }

  /** Heads of attention that so many channels are. */
  static long heads(LayerInfo layer, int channels) {
    return (long) channels * heads(layer) / layer.output().channels();
  }

  private static StorageCost planStorage(LayerInfo layer, PlannedRemoval removal, long kept) {
    WeightGeometry geometry = layer.weights();
    Left left = removal.left(layer);
    int rows = left.rowCount(geometry);
    StoragePattern pattern =
        left.isSmaller() ? StoragePattern.any(rows, left.columnCount(geometry)) : layer.storagePattern();
    StorageFormula formula = new StorageFormula(rows, left.columnCount(geometry), pattern);
    Encoding wanted = layer.policy() == null ? Encoding.DENSE : layer.policy().encoding();
    Encoding encoding = wanted == Encoding.AUTO || !pattern.fits(wanted) ? formula.smallest(kept) : wanted;
    long dense = (long) StorageFormula.VALUE_BITS * geometry.size();
    return new StorageCost(
        encoding,
        Figure.planned(dense, formula.bits(encoding, kept)),
        (long) StorageFormula.VALUE_BITS * removal.biases(layer),
        geometry.bias() ? (long) StorageFormula.VALUE_BITS * geometry.rows() : 0,
        left.listBits(geometry),
        formula.bitsByEncoding(kept),
        formula);
  }
}
