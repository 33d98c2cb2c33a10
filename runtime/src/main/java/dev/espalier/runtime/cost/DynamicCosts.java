package dev.espalier.runtime.cost;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.DynamicInfo.Part;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * What depends on the sample, with what it takes to tell.
 *
 * @param selections layers whose values are pruned
 * @param gates convolutions whose filters are gated
 * @param tokens tokens that leave the sequence
 */
public record DynamicCosts(List<SelectionCost> selections, List<GateCost> gates, TokenCosts tokens) {
  /** Nothing does. */
  public static final DynamicCosts NONE = new DynamicCosts(List.of(), List.of(), TokenCosts.NONE);

  public DynamicCosts {
    selections = List.copyOf(selections);
    gates = List.copyOf(gates);
  }

  /** Whether nothing depends on the sample. */
  public boolean isEmpty() {
    return selections.isEmpty() && gates.isEmpty() && tokens.isEmpty();
  }

  /**
   * Of a network.
   *
   * @param layers what its layers cost without it
   * @param kept masks by layer; a layer without one is whole
   * @param values what was observed of the layers that select, by name
   * @param seen what was observed of tokens, by the value that tells them
   */
  static DynamicCosts of(
      Blueprint blueprint, List<LayerCost> layers, Map<String, BitSet> kept, Map<String, InputActivity> values,
      Map<String, TokenActivity> seen) {
    List<SelectionCost> selections = new ArrayList<>();
    List<GateCost> gates = new ArrayList<>();
    for (LayerInfo layer : blueprint.layers()) {
      DynamicInfo dynamic = layer.dynamic();
      if (dynamic != null && dynamic.part() == Part.SELECTION) {
        selections.add(new SelectionCost(dynamic.owner(), layer.output().features(), dynamic.kept(),
            mean(values.get(layer.name())), dynamic.operations()));
      } else if (dynamic != null && dynamic.part() == Part.GATED) {
        gates.add(gate(blueprint, layer, layers, kept.get(layer.name()), values));
      }
    }
    DynamicCosts costs = new DynamicCosts(selections, gates, TokenCosts.of(blueprint, layers, seen));
    return costs.isEmpty() && Double.isNaN(costs.tokens().seenMacs()) ? NONE : costs;
  }

  private static GateCost gate(Blueprint blueprint, LayerInfo layer, List<LayerCost> layers, BitSet mask,
      Map<String, InputActivity> values) {
    long gateMacs = 0;
    long operations = 0;
    InputActivity winners = null;
    for (int i = 0; i < blueprint.layers().size(); i++) {
      LayerInfo other = blueprint.layers().get(i);
      if (other.dynamic() != null && other.dynamic().owner().equals(layer.name())) {
        switch (other.dynamic().part()) {
          case SALIENCY -> gateMacs += layers.get(i).macs().pruned();
          case POOL, SCALE -> operations += other.dynamic().operations();
          case WINNERS -> {
            operations += other.dynamic().operations();
            winners = values.get(other.name());
          }
          case GATED, SELECTION, TOKENS, LEFT -> { }
        }
      }
    }
    int filters = layer.weights().filters();
    long macs = layers.get(blueprint.indexOf(layer.name())).macs().pruned();
    return new GateCost(layer.name(), filters, layer.dynamic().kept(), mean(winners), macs,
        (double) macs * layer.dynamic().kept() / filters, ranMacs(layer.weights(), mask, winners), gateMacs,
        operations);
  }

  private static double mean(InputActivity activity) {
    return activity == null ? Double.NaN : (1 - activity.sparsity()) * activity.features();
  }

  /** The kept weights of every filter as often as it ran, at each of its positions. */
  private static double ranMacs(WeightGeometry geometry, BitSet mask, InputActivity winners) {
    if (winners == null) {
      return Double.NaN;
    }
    long sum = 0;
    for (int filter = 0; filter < geometry.filters(); filter++) {
      int from = filter * geometry.columns();
      long weights =
          mask == null ? geometry.columns() : mask.get(from, from + geometry.columns()).cardinality();
      sum += winners.nonZero(filter) * weights * geometry.positions();
    }
    return (double) sum / winners.samples();
  }
}
