package dev.espalier.runtime.cost;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.structure.ChannelTie;
import dev.espalier.runtime.structure.ChannelTies;
import java.util.List;

/** The channels of several layers that stay or leave together, and what ties them, for people and for programs. */
final class DependencyGroups {

  private DependencyGroups() {}

  /** Those of a network: ties of one layer alone are none. */
  static List<ChannelTie> of(Blueprint blueprint) {
    return ChannelTies.of(blueprint).stream()
        .filter(tie -> tie.spans().stream().map(ChannelTie.Span::layer).distinct().count() > 1)
        .toList();
  }

  /** A line for each member of a group, with the joins beside them. */
  static TextTable table(List<ChannelTie> groups) {
    TextTable table = new TextTable("group", "layer", ">channels", "tied because");
    for (int g = 0; g < groups.size(); g++) {
      ChannelTie group = groups.get(g);
      int lines = Math.max(group.spans().size(), group.joins().size());
      for (int line = 0; line < lines; line++) {
        boolean member = line < group.spans().size();
        table.row(
            line == 0 ? (g + 1) + (group.fixed() ? ", stays" : "") : "",
            member ? group.spans().get(line).layer() : "",
            member ? channels(group.spans().get(line)) : "",
            line < group.joins().size() ? group.joins().get(line) : "");
      }
    }
    return table;
  }

  private static String channels(ChannelTie.Span span) {
    return span.first() + ".." + (span.first() + span.count() - 1);
  }

  static JsonArray json(List<ChannelTie> groups) {
    JsonArray all = Json.array();
    for (ChannelTie group : groups) {
      JsonArray members = Json.array();
      group.spans().forEach(s -> members.add(
          Json.object().put("layer", s.layer()).put("first", s.first()).put("count", s.count())));
      JsonArray joins = Json.array();
      group.joins().forEach(joins::add);
      all.add(Json.object().put("stays", group.fixed()).put("members", members).put("because", joins));
    }
    return all;
  }
}
