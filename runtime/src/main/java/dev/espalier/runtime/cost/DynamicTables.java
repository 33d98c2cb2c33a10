package dev.espalier.runtime.cost;

import java.util.Locale;

/** Static and dynamic figures beside one another, as tables for people. */
final class DynamicTables {
  private static final String NONE = "-";

  private DynamicTables() {}

  /** What pruned values are, and what selecting them takes. */
  static TextTable selections(DynamicCosts costs) {
    TextTable table = new TextTable("layer", ">values", ">kept, expected", ">not zero", ">zeros", ">operations");
    for (SelectionCost s : costs.selections()) {
      table.row(s.layer(), count(s.values()), count(s.expected()), tenths(s.exact()),
          Double.isNaN(s.exact()) ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * (1 - s.exact() / s.values())),
          count(s.operations()));
    }
    return table;
  }

  /** What gated filters take, and what telling them apart does. */
  static TextTable gates(DynamicCosts costs) {
    TextTable table = new TextTable("layer", ">filters", ">run", ">ran", ">MACs static", ">expected", ">dynamic",
        ">MACs of gate", ">operations");
    for (GateCost g : costs.gates()) {
      table.row(g.layer(), count(g.filters()), count(g.winners()), tenths(g.ran()), count(g.macs()),
          tenths(g.expectedMacs()), tenths(g.ranMacs()), count(g.gateMacs()), count(g.operations()));
    }
    return table;
  }

  /** How many tokens there are behind each selection, and what telling them takes. */
  static TextTable tokens(TokenCosts costs) {
    TextTable table = new TextTable(
        "layer", ">before, at most", ">left, at most", ">before, mean", ">left, mean", ">operations");
    for (TokenCost t : costs.selections()) {
      table.row(t.layer(), count(t.before()), count(t.after()), tenths(t.seenBefore()), tenths(t.seenAfter()),
          count(t.operations()));
    }
    return table;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String tenths(double number) {
    return Double.isNaN(number) ? NONE : String.format(Locale.ROOT, "%,.1f", number);
  }
}
