package dev.espalier.runtime.cost;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DynamicInfo.Part;
import dev.espalier.runtime.model.LayerInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Tokens and what they cost. A layer over L tokens takes L times the multiply-adds of one, the scores and mixtures of
 * an attention 2 L^2 E: a block 12 L E^2 + 2 L^2 E with the L that is left where it stands.
 *
 * @param selections where tokens leave, in order
 * @param tokens of each layer over a sequence, how many it computes
 * @param wholeMacs multiply-adds of the network if no token left; kept weights count
 * @param seenMacs those on the tokens that samples had, on average; NaN where none was observed
 */
public record TokenCosts(
    List<TokenCost> selections, Map<String, Integer> tokens, long wholeMacs, double seenMacs) {
  /** Of a network whose tokens all stay. */
  public static final TokenCosts NONE = new TokenCosts(List.of(), Map.of(), 0, Double.NaN);

  public TokenCosts {
    selections = List.copyOf(selections);
    tokens = Map.copyOf(tokens);
  }

  /** Whether all tokens stay. */
  public boolean isEmpty() {
    return selections.isEmpty();
  }

  /**
   * Where a sequence has its tokens from.
   *
   * @param whole tokens if none had left
   * @param columns tokens that are computed
   * @param source the value that tells how many a sample has, or null where every sample has as many
   * @param more tokens beside those of the source
   */
  private record Sequence(int whole, int columns, String source, int more) {

    double mean(Map<String, TokenActivity> seen) {
      return source == null ? columns : seen.containsKey(source) ? seen.get(source).mean(more) : Double.NaN;
    }

    double meanSquare(Map<String, TokenActivity> seen) {
      return source == null
          ? (double) columns * columns
          : seen.containsKey(source) ? seen.get(source).meanSquare(more) : Double.NaN;
    }
  }

  /**
   * Observers of everything that tells a sample's tokens, by the value that does; none where all samples have as many.
   */
  public static Map<String, TokenActivity> observers(Blueprint blueprint) {
    Map<String, TokenActivity> observers = new LinkedHashMap<>();
    if (varies(blueprint)) {
      for (LayerInfo layer : blueprint.layers()) {
        if (layer.kind().equals("Embedding")) {
          String ids = layer.inputs().getFirst();
          observers.put(ids, TokenActivity.ofIds(blueprint.trainingLayout(ids).features()));
        } else if (selects(layer)) {
          observers.put(layer.name(), TokenActivity.ofPlaces(layer.output().features()));
        }
      }
    }
    return observers;
  }

  /** Whether samples may have fewer tokens than there can be. */
  private static boolean varies(Blueprint blueprint) {
    return blueprint.layers().stream().anyMatch(layer -> selects(layer) || layer.kind().equals("Embedding"));
  }

  private static boolean selects(LayerInfo layer) {
    return layer.dynamic() != null && layer.dynamic().part() == Part.TOKENS;
  }

  /**
   * Of a network.
   *
   * @param layers what its layers cost
   * @param seen what was observed, by value
   */
  static TokenCosts of(Blueprint blueprint, List<LayerCost> layers, Map<String, TokenActivity> seen) {
    if (!varies(blueprint)) {
      return NONE;
    }
    Map<String, Sequence> sequences = new HashMap<>();
    List<TokenCost> selections = new ArrayList<>();
    Map<String, Integer> tokens = new HashMap<>();
    double whole = 0;
    double seenMacs = 0;
    for (int i = 0; i < blueprint.layers().size(); i++) {
      LayerInfo layer = blueprint.layers().get(i);
      Sequence before = sequences.get(layer.inputs().getFirst());
      long macs = layers.get(i).macs().pruned();
      boolean pairs = layer.kind().equals(LayerFormula.Attention.KIND);
      if (before != null) {
        whole += macs * share(before, pairs, (s, two) -> two ? (double) s.whole() * s.whole() : s.whole());
        seenMacs += macs * share(before, pairs, (s, two) -> two ? s.meanSquare(seen) : s.mean(seen));
        tokens.put(layer.name(), before.columns());
      } else {
        whole += macs;
        seenMacs += macs;
      }
      Sequence after = after(layer, before);
      if (after != null) {
        sequences.put(layer.name(), after);
      }
      if (selects(layer)) {
        Sequence left = new Sequence(0, layer.output().features(), layer.name(), 0);
        selections.add(new TokenCost(layer.dynamic().owner(), before.columns(), left.columns(), before.mean(seen),
            left.mean(seen), layer.dynamic().operations()));
      }
    }
    return new TokenCosts(selections, tokens, Math.round(whole), seenMacs);
  }

  /** By what the multiply-adds of a layer grow when its tokens, or pairs of tokens, are others. */
  private static double share(Sequence sequence, boolean pairs, ToDoubleBiFunction<Sequence, Boolean> count) {
    double computed = pairs ? (double) sequence.columns() * sequence.columns() : sequence.columns();
    return count.applyAsDouble(sequence, pairs) / computed;
  }

  /** What the result of a layer has its tokens from, or null where it is no sequence. */
  private static Sequence after(LayerInfo layer, Sequence before) {
    int columns = layer.output().width();
    return switch (layer.kind()) {
      case "Embedding" -> new Sequence(columns, columns, layer.inputs().getFirst(), 0);
      case "Patchify" -> new Sequence(columns, columns, null, 0);
      case "ClsToken" -> new Sequence(before.whole() + 1, columns, before.source(), before.more() + 1);
      case "LeftTokens" -> new Sequence(before.whole(), columns, layer.inputs().get(1), 0);
      case "MeanPool", "ClassFeatures", "PruneTokens" -> null;
      default -> before;
    };
  }
}
