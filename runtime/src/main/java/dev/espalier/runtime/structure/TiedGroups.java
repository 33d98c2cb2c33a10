package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.structure.ChannelTie.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The filters, neurons and parts of heads of different layers that are scored and pruned as one, under policies that
 * take whole ones: a score is the sum over the members, and a group of one layer is removed with all that it is tied
 * to.
 */
public final class TiedGroups {

  /** No group is tied to another. */
  public static final TiedGroups NONE = new TiedGroups();

  private final Map<Group, List<Group>> sets = new HashMap<>();
  private final Map<String, String> leaders = new HashMap<>();

  private TiedGroups() {}

  /** A row of a layer's weights, or a head's part of them. */
  public record Group(String layer, int index) {}

  /** Those of a network under its policies. */
  public static TiedGroups of(Blueprint blueprint) {
    TiedGroups tied = new TiedGroups();
    Set<String> pruned = new HashSet<>();
    blueprint.layers().stream().filter(TieRules::takesRows).map(LayerInfo::name).forEach(pruned::add);
    for (ChannelTie tie : pruned.isEmpty() ? List.<ChannelTie>of() : ChannelTies.of(blueprint)) {
      List<Span> spans = tie.spans().stream().filter(span -> pruned.contains(span.layer())).toList();
      if (spans.size() > 1) {
        tied.add(spans);
      }
    }
    for (ChannelTie tie : HeadTies.of(blueprint)) {
      if (tie.spans().stream()
          .allMatch(s -> TieRules.takesHeads(blueprint.layers().get(blueprint.indexOf(s.layer()))))) {
        tied.add(tie.spans());
      }
    }
    return tied;
  }

  private void add(List<Span> spans) {
    for (int k = 0; k < spans.getFirst().count(); k++) {
      List<Group> set = new ArrayList<>();
      for (Span span : spans) {
        set.add(new Group(span.layer(), span.first() + k));
      }
      set.forEach(group -> sets.put(group, List.copyOf(set)));
    }
    String first = leader(spans.getFirst().layer());
    for (Span span : spans) {
      leaders.put(leader(span.layer()), first);
    }
  }

  /** The layer that stands for all layers that are pruned together with this one; itself where there is none. */
  public String leader(String layer) {
    String at = layer;
    while (!leaders.getOrDefault(at, at).equals(at)) {
      at = leaders.get(at);
    }
    return at;
  }

  /** The groups that are pruned as one with this one, itself among them. */
  public List<Group> of(String layer, int index) {
    Group group = new Group(layer, index);
    return sets.getOrDefault(group, List.of(group));
  }

  /** Whether some group of a layer is tied to another. */
  public boolean ties(String layer) {
    return leaders.containsKey(layer);
  }
}
