package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.policy.HeadSide;
import dev.espalier.runtime.structure.ChannelTie.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The matrices that a head of attention is made of: rows of queries, keys and values, and the columns of the projection
 * that read its result. A head without one of them computes what nobody reads, or reads what nobody computes.
 */
public final class HeadTies {
  /** The kind of the layer between queries, keys, values and projection. */
  public static final String CORE = "Attention";

  private HeadTies() {}

  /** For each attention of a network its matrices; index k of a span is head k. */
  static List<ChannelTie> of(Blueprint blueprint) {
    List<ChannelTie> ties = new ArrayList<>();
    for (LayerInfo core : blueprint.layers()) {
      if (core.kind().equals(CORE)) {
        projection(blueprint, core).ifPresent(projection -> ties.add(tie(core, projection)));
      }
    }
    return ties;
  }

  private static ChannelTie tie(LayerInfo core, LayerInfo projection) {
    int heads = projection.weights().heads().count();
    List<Span> spans = new ArrayList<>();
    core.inputs().forEach(part -> spans.add(new Span(part, 0, heads)));
    spans.add(new Span(projection.name(), 0, heads));
    String join = "each head of " + projection.name() + " is a part of " + String.join(", ", core.inputs()) + " and "
        + projection.name();
    return new ChannelTie(spans, false, List.of(join));
  }

  /** The layer whose columns read the heads, perhaps behind layers without weights. */
  private static Optional<LayerInfo> projection(Blueprint blueprint, LayerInfo core) {
    String value = core.name();
    for (LayerInfo layer : blueprint.layers()) {
      // Which tokens stay is told from the heads, too, and leads nowhere.
      boolean tells = layer.dynamic() != null && layer.dynamic().part() == DynamicInfo.Part.TOKENS;
      if (!tells && !layer.inputs().isEmpty() && layer.inputs().getFirst().equals(value)) {
        HeadSide heads = layer.hasWeights() ? layer.weights().heads() : HeadSide.NONE;
        if (heads.exists() && !heads.rows()) {
          return Optional.of(layer);
        }
        value = layer.name();
      }
    }
    return Optional.empty();
  }
}
