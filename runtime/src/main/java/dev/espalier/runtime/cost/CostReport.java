package dev.espalier.runtime.cost;

import dev.espalier.runtime.diagnostic.Suggestions;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.structure.ChannelTie;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What a network costs for one sample, layer by layer and in total, dense against pruned. {@link #toString} is a table
 * for people, {@link #toJson} the same for programs.
 *
 * @param network the network's name
 * @param measured whether the figures carry exact counts; else it is a plan
 * @param layers in the order of the network
 * @param artefact bytes on disk, or null where there is no file
 * @param dynamic what depends on the sample
 * @param groups channels of several layers that the graph ties together: they stay or leave as one
 */
public record CostReport(
    String network,
    boolean measured,
    List<LayerCost> layers,
    ArtefactSize artefact,
    DynamicCosts dynamic,
    List<ChannelTie> groups) {

  /** Of a network in which nothing depends on the sample, and nothing is tied. */
  public CostReport(String network, boolean measured, List<LayerCost> layers, ArtefactSize artefact) {
    this(network, measured, layers, artefact, DynamicCosts.NONE, List.of());
  }

  public CostReport {
    layers = List.copyOf(layers);
    groups = List.copyOf(groups);
  }

  /**
   * The row of a layer.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public LayerCost layer(String name) {
    return layers.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow(() -> unknownLayer(name));
  }

  private IllegalArgumentException unknownLayer(String name) {
    List<String> names = layers.stream().map(LayerCost::name).toList();
    return new IllegalArgumentException(
        network + " has no layer '" + name + "'.\n  Fix: " + Suggestions.forName(name, names) + ".");
  }

  /** Weights of all layers. */
  public Figure weights() {
    return sum(LayerCost::hasWeights, LayerCost::weights);
  }

  /** p over the whole network, layers without a policy included. */
  public double sparsity() {
    Figure weights = weights();
    return weights.dense() == 0 ? 0 : 1 - (double) weights.pruned() / weights.dense();
  }

  /** Multiply-adds of all layers for one sample. */
  public Figure macs() {
    return sum(l -> true, LayerCost::macs);
  }

  /** Multiply-adds of all layers where only those filters of gated convolutions count that run for a sample. */
  public double gatedMacs() {
    double skipped = 0;
    for (GateCost gate : dynamic.gates()) {
      skipped += gate.macs() - gate.dynamicMacs();
    }
    return macs().pruned() - skipped;
  }

  /** Bits of the stored weights, biases left out. */
  public Figure weightBits() {
    return sum(LayerCost::hasWeights, l -> l.storage().weightBits());
  }

  /** Bits of the biases. */
  public long biasBits() {
    return sum(l -> l.storage().biasBits());
  }

  /** Bits of the lists of rows and channels that are left. */
  public long listBits() {
    return sum(l -> l.storage().listBits());
  }

  /** Bits of the stored weights, biases and lists of what is left. */
  public long bits() {
    return weightBits().pruned() + biasBits() + listBits();
  }

  /** Bits of weights and biases when every weight is stored. */
  public long denseBits() {
    return weightBits().dense() + sum(l -> l.storage().denseBiasBits());
  }

  /** Bytes of the encoded weights and biases, each layer's weights padded to a whole byte. */
  public long bytes() {
    return sum(l -> l.storage().bytes());
  }

  /** Bytes of weights and biases when every weight is stored. */
  public long denseBytes() {
    return sum(l -> l.storage().denseBytes());
  }

  /** The most bits of activations that one layer reads and writes. */
  public long largestActivationBits() {
    return layers.stream().mapToLong(LayerCost::activationBits).max().orElse(0);
  }

  /**
   * All layers on their actual inputs; the sparsity is the mean over the layers' inputs, weighted by the multiply-adds
   * of the kept weights. Layers that multiply and have no weights count as on inputs without zeros. Null where the
   * layers that multiply by weights were not all observed on the same number of samples.
   */
  public InputCost inputs() {
    List<LayerCost> weighted = layers.stream().filter(l -> l.hasWeights() && l.macs().dense() > 0).toList();
    List<InputCost> inputs = weighted.stream().map(LayerCost::inputs).filter(Objects::nonNull).toList();
    if (inputs.isEmpty() || inputs.size() < weighted.size()
        || inputs.stream().anyMatch(i -> i.samples() != inputs.getFirst().samples())) {
      return null;
    }
    long others = layers.stream().filter(l -> !l.hasWeights()).mapToLong(l -> l.macs().pruned()).sum();
    double expected = others + inputs.stream().mapToDouble(InputCost::expectedMacs).sum();
    long coincident = inputs.stream().mapToLong(InputCost::coincident)
        .reduce(Math.multiplyExact(others, inputs.getFirst().samples()), Math::addExact);
    long kept = macs().pruned();
    return new InputCost(inputs.getFirst().samples(), kept == 0 ? 0 : 1 - expected / kept, expected, coincident);
  }

  /** The layer with the most planned or actual multiply-adds. */
  public LayerCost largestByMacs() {
    return largest(l -> l.macs().pruned());
  }

  /** The layer with the most bytes of encoded weights and biases. */
  public LayerCost largestByBytes() {
    return largest(l -> l.hasWeights() ? l.storage().bytes() : 0);
  }

  private LayerCost largest(ToLongFunction<LayerCost> size) {
    LayerCost largest = layers.getFirst();
    for (LayerCost layer : layers) {
      largest = size.applyAsLong(layer) > size.applyAsLong(largest) ? layer : largest;
    }
    return largest;
  }

  private Figure sum(Predicate<LayerCost> which, Function<LayerCost, Figure> figure) {
    Figure none = Figure.planned(0, 0);
    return layers.stream().filter(which).map(figure).reduce(measured ? none.measured(0) : none, Figure::plus);
  }

  private long sum(ToLongFunction<LayerCost> size) {
    return layers.stream().filter(LayerCost::hasWeights).mapToLong(size).reduce(0, Math::addExact);
  }

  /** The report as JSON: counts as integers, sparsities from 0 to 1, null for what is not known. */
  public JsonObject toJson() {
    return CostJson.of(this);
  }

  /** The report as aligned tables with a legend. */
  @Override
  public String toString() {
    return new CostTables(this).text();
  }
}
