package dev.espalier.runtime.sensitivity;

import dev.espalier.runtime.diagnostic.Figures;

/** Even the largest sparsities that were analysed leave more than a budget allows. */
public final class BudgetOutOfReachException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BudgetOutOfReachException(String network, String unit, long budget, long least) {
    super(network + " is to keep at most " + Figures.of(budget) + " " + unit
        + ", and the largest sparsities that were analysed leave " + Figures.of(least)
        + ", layers without a policy included.\n  Fix: analyse larger sparsities, give more layers a policy, or allow "
        + Figures.of(least) + " " + unit + ".");
  }
}
