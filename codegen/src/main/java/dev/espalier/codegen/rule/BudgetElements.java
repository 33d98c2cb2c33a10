package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.BudgetSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.cost.BudgetRules;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.policy.BudgetLimits;

/** A budget limits something. */
final class BudgetElements implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    BudgetSpec budget = model.budget();
    if (budget == null) {
      return;
    }
    BudgetLimits limits = new BudgetLimits(budget.macs(), budget.bytes());
    BudgetRules.limits(limits).forEach(b -> report.add(b.problem(), budget.source().at(b.element())));
    if (limits.equals(BudgetLimits.NONE)) {
      report.add(Diagnostic.BUDGET_EMPTY.with(), budget.source());
    }
  }
}
