package dev.espalier.runtime.cost;

import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.policy.Breach;
import dev.espalier.runtime.policy.BudgetLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule of the budget: the compiler asks it of what the annotations say, the builder of what it was told instead.
 */
public final class BudgetRules {

  /** Who breaks a budget: the network, by its plan. */
  private static final String NETWORK = "";

  private BudgetRules() {}

  /** What the limits themselves break. */
  public static List<Breach> limits(BudgetLimits limits) {
    List<Breach> breaches = new ArrayList<>();
    range("macs", limits.macs(), breaches);
    range("bytes", limits.bytes(), breaches);
    return breaches;
  }

  /**
   * What the plan of a network exceeds.
   *
   * @param network under policies that break no rule
   */
  public static List<Breach> plan(Blueprint network) {
    BudgetLimits limits = network.budget();
    List<Breach> breaches = new ArrayList<>();
    if (limits.macs() == 0 && limits.bytes() == 0) {
      return breaches;
    }
    CostReport plan = CostModel.plan(network);
    LayerCost mostMacs = plan.largestByMacs();
    exceeded("macs", "MACs", plan.macs().pruned(), limits.macs(), mostMacs, mostMacs.macs().pruned(), breaches);
    LayerCost mostBytes = plan.largestByBytes();
    long largest = mostBytes.hasWeights() ? mostBytes.storage().bytes() : 0;
    exceeded("bytes", "bytes", plan.bytes(), limits.bytes(), mostBytes, largest, breaches);
    return breaches;
  }

  private static void range(String element, long limit, List<Breach> breaches) {
    if (limit < 0) {
      breaches.add(new Breach(NETWORK, element, Diagnostic.BUDGET_RANGE.with(element, limit)));
    }
  }

  private static void exceeded(String element, String unit, long planned, long allowed, LayerCost largest,
      long largestPart, List<Breach> breaches) {
    if (allowed > 0 && planned > allowed) {
      breaches.add(new Breach(NETWORK, element, Diagnostic.BUDGET_EXCEEDED.with(
          Figures.of(planned), unit, Figures.of(allowed), largest.name(), Figures.of(largestPart))));
    }
  }
}
