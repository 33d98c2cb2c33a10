package dev.espalier.runtime.cost;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.encoding.StorageEncodings;
import dev.espalier.runtime.encoding.StoragePattern;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.structure.Left;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what a network actually became, and reports it beside the plan. A layer whose mask is not told counts as
 * whole, one whose inputs are not told has no input figures. Not thread-safe.
 */
public final class CostMeasurement {
  private final Blueprint blueprint;
  private final CostReport plan;
  private final Map<String, BitSet> kept = new HashMap<>();
  private final Map<String, Encoding> stored = new HashMap<>();
  private final Map<String, InputActivity> inputs = new HashMap<>();
  private final Map<String, ExecutionForm> execution = new HashMap<>();
  private final Map<String, Rest> left = new HashMap<>();
  private final Map<String, Integer> channels = new HashMap<>();
  private final Map<String, InputActivity> selected = new HashMap<>();
  private final Map<String, TokenActivity> tokens = new HashMap<>();
  private long bytesOnDisk = -1;

  /** What is left of a layer. */
  private record Rest(Left left, int biases) {}

  CostMeasurement(Blueprint blueprint, CostReport plan) {
    this.blueprint = blueprint;
    this.plan = plan;
  }

  /**
   * The mask of a layer.
   *
   * @param mask the weights that are kept, by row-major index
   * @throws IllegalArgumentException when the layer does not exist, has no weights or fewer than the mask
   */
  public CostMeasurement kept(String layer, BitSet mask) {
    int size = weighted(layer).weights().size();
    if (mask.length() > size) {
      throw new IllegalArgumentException(layer + " has " + size + " weights, and the mask keeps number "
          + (mask.length() - 1) + ".\n  Fix: pass the mask of this layer.");
    }
    kept.put(layer, (BitSet) mask.clone());
    return this;
  }

  /**
   * What is left of a layer in the network: rows and input channels that are gone are neither stored nor counted.
   *
   * @param biases how many there are
   * @throws IllegalArgumentException when the layer does not exist or has no weights
   */
  public CostMeasurement left(String layer, Left rowsAndChannels, int biases) {
    left.put(weighted(layer).name(), new Rest(rowsAndChannels, biases));
    return this;
  }

  /**
   * How many channels of a layer's result are computed, where that is not all of them.
   *
   * @throws IllegalArgumentException when the layer does not exist
   */
  public CostMeasurement channels(String layer, int count) {
    channels.put(plan.layer(layer).name(), count);
    return this;
  }

  /**
   * How a layer's weights are stored, where that is not what its policy says: {@code AUTO} is the smallest at the mask.
   *
   * @throws IllegalArgumentException when the layer does not exist or has no weights
   */
  public CostMeasurement stored(String layer, Encoding encoding) {
    stored.put(weighted(layer).name(), encoding);
    return this;
  }

  /**
   * The inputs that a layer was seen to have.
   *
   * @throws IllegalArgumentException when the layer does not exist or has no weights, or no sample was observed
   */
  public CostMeasurement inputs(String layer, InputActivity activity) {
    if (activity.samples() == 0) {
      throw new IllegalArgumentException("No sample of the inputs of " + weighted(layer).name() + " was observed.\n"
          + "  Fix: observe at least one batch, or leave its inputs out.");
    }
    inputs.put(weighted(layer).name(), activity);
    return this;
  }

  /**
   * What a layer that selects values or filters was seen to keep.
   *
   * @param layer one that the compiler added, such as {@code hidden.kept} or {@code maps.gate}
   * @param activity of its result
   * @throws IllegalArgumentException when the layer does not exist
   */
  public CostMeasurement selected(String layer, InputActivity activity) {
    selected.put(plan.layer(layer).name(), activity);
    return this;
  }

  /**
   * How many tokens samples were seen to have.
   *
   * @param value that tells them, one of {@link TokenCosts#observers}
   */
  public CostMeasurement tokens(String value, TokenActivity activity) {
    tokens.put(value, activity);
    return this;
  }

  /**
   * What a layer is executed as.
   *
   * @throws IllegalArgumentException when the layer does not exist or has no weights
   */
  public CostMeasurement execution(String layer, ExecutionForm form) {
    execution.put(weighted(layer).name(), form);
    return this;
  }

  /** The size of the artefact's file. */
  public CostMeasurement bytesOnDisk(long bytes) {
    bytesOnDisk = bytes;
    return this;
  }

  /**
   * The plan, with everything measured beside it.
   *
   * @throws IllegalArgumentException when the file is smaller than the encoded weights and biases that it is said to
   *     contain
   */
  public CostReport report() {
    List<LayerCost> layers =
        blueprint.layers().stream().map(l -> measure(l, plan.layer(l.name()))).toList();
    DynamicCosts dynamic = DynamicCosts.of(blueprint, layers, kept, selected, tokens);
    CostReport report = new CostReport(plan.network(), true, layers, null, dynamic, plan.groups());
    if (bytesOnDisk < 0) {
      return report;
    }
    long payload = report.bytes();
    if (bytesOnDisk < payload) {
      throw new IllegalArgumentException("The file has " + bytesOnDisk
          + " bytes, and its weights and biases alone take " + payload
          + ".\n  Fix: pass the masks and encodings that are in the file.");
    }
    return new CostReport(plan.network(), true, layers, new ArtefactSize(payload, bytesOnDisk - payload), dynamic,
        plan.groups());
  }

  private LayerCost measure(LayerInfo layer, LayerCost planned) {
    LayerFormula formula = LayerFormula.of(blueprint, layer);
    if (!layer.hasWeights()) {
      int computed = channels.getOrDefault(layer.name(), layer.output().channels());
      return new LayerCost(
          planned.name(), planned.kind(), planned.expectation(), planned.weights().measured(0),
          planned.macs().measured(formula.macs(computed)), null, null, planned.activationBits(), null,
          planned.heads() == null ? null : planned.heads().measured(CostModel.heads(layer, computed)));
    }
    BitSet mask = kept.getOrDefault(layer.name(), all(layer.weights()));
    long left = mask.cardinality();
    return new LayerCost(
        planned.name(),
        planned.kind(),
        planned.expectation(),
        planned.weights().measured(left),
        planned.macs().measured(formula.macs(left)),
        inputCost(layer, mask, formula),
        storageCost(layer, mask, planned.storage()),
        planned.activationBits(),
        execution.get(layer.name()),
        null);
  }

  private InputCost inputCost(LayerInfo layer, BitSet mask, LayerFormula formula) {
    InputActivity activity = inputs.get(layer.name());
    if (activity == null) {
      return null;
    }
    double expected = formula.macs(mask.cardinality()) * (1 - activity.sparsity());
    long coincident = Coincidence.count(layer.weights(), mask, activity);
    return new InputCost(activity.samples(), activity.sparsity(), expected, coincident);
  }

  private StorageCost storageCost(LayerInfo layer, BitSet mask, StorageCost planned) {
    WeightGeometry geometry = layer.weights();
    Rest rest = left.getOrDefault(layer.name(), new Rest(Left.ALL, geometry.bias() ? geometry.rows() : 0));
    int rows = rest.left().rowCount(geometry);
    int columns = rest.left().columnCount(geometry);
    Map<Encoding, Long> bits = StorageEncodings.bitsByEncoding(
        rest.left().compacted(geometry, mask), rows, columns,
        rest.left().isSmaller() ? StoragePattern.any(rows, columns) : layer.storagePattern());
    Encoding wanted = stored.getOrDefault(
        layer.name(), layer.pruned() ? layer.policy().encoding() : Encoding.DENSE);
    Encoding encoding = wanted == Encoding.AUTO || !bits.containsKey(wanted)
        ? Collections.min(bits.entrySet(), Map.Entry.comparingByValue()).getKey()
        : wanted;
    return new StorageCost(
        encoding, planned.weightBits().measured(bits.get(encoding)), (long) Float.SIZE * rest.biases(),
        planned.denseBiasBits(), rest.left().listBits(geometry), bits, planned.formula());
  }

  private LayerInfo weighted(String layer) {
    plan.layer(layer);
    LayerInfo info = blueprint.layers().get(blueprint.indexOf(layer));
    if (!info.hasWeights()) {
      throw new IllegalArgumentException(layer + " is a " + info.kind() + " and has no weights to measure.\n"
          + "  Fix: tell of layers with weights alone.");
    }
    return info;
  }

  private static BitSet all(WeightGeometry geometry) {
    BitSet all = new BitSet(geometry.size());
    all.set(0, geometry.size());
    return all;
  }
}
