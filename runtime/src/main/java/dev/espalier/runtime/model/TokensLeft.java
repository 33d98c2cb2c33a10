package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.DynamicInfo.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which tokens of one sample an attention left in the sequence.
 *
 * @param layer the attention
 * @param places in the network's input, from 0, in order; {@value #CLASS} for a classification token
 */
public record TokensLeft(String layer, List<Integer> places) {
  /** The place of a token that is none of the input's. */
  public static final int CLASS = -1;

  public TokensLeft {
    places = List.copyOf(places);
  }

  /**
   * Reads them where a forward pass has left them, in the first lane.
   *
   * @param lines the first line of every layer's result
   */
  static List<TokensLeft> read(Blueprint blueprint, List<Integer> lines, Slab slab) {
    Map<String, List<Integer>> known = new LinkedHashMap<>();
    List<TokensLeft> all = new ArrayList<>();
    for (int i = 0; i < blueprint.layers().size(); i++) {
      LayerInfo layer = blueprint.layers().get(i);
      if (layer.dynamic() != null && layer.dynamic().part() == Part.TOKENS) {
        List<Integer> before = before(blueprint, layer.inputs().getFirst(), known);
        int line = lines.get(i);
        List<Integer> places = IntStream.range(0, layer.output().features())
            .map(column -> (int) slab.values()[slab.address(line + column)])
            .filter(place -> place > 0)
            .mapToObj(place -> before.get(place - 1))
            .toList();
        known.put(layer.name(), places);
        all.add(new TokensLeft(layer.dynamic().owner(), places));
      }
    }
    return all;
  }

  /** The places of a sequence's columns. */
  private static List<Integer> before(Blueprint blueprint, String value, Map<String, List<Integer>> known) {
    LayerInfo layer = blueprint.layers().get(blueprint.indexOf(value));
    return switch (layer.kind()) {
      case "LeftTokens" -> known.get(layer.inputs().get(1));
      case "Embedding", "Patchify" -> IntStream.range(0, layer.output().width()).boxed().toList();
      case "ClsToken" -> {
        List<Integer> places = new ArrayList<>(List.of(CLASS));
        places.addAll(before(blueprint, layer.inputs().getFirst(), known));
        yield places;
      }
      default -> before(blueprint, layer.inputs().getFirst(), known);
    };
  }
}
