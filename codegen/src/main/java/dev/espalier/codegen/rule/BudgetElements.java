package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.BudgetSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;

/** A budget limits something. */
final class BudgetElements implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    BudgetSpec budget = model.budget();
    if (budget == null) {
      return;
    }
    range("macs", budget.macs(), budget, report);
    range("bytes", budget.bytes(), budget, report);
    if (budget.macs() == 0 && budget.bytes() == 0) {
      report.add(Diagnostic.BUDGET_EMPTY.with(), budget.source());
    }
  }

  private static void range(String element, long value, BudgetSpec budget, Report report) {
    if (value < 0) {
      report.add(Diagnostic.BUDGET_RANGE.with(element, value), budget.source().at(element));
    }
  }
}
