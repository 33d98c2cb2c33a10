package dev.espalier.runtime.policy;

/**
 * What a network may cost at most: the annotation {@link dev.espalier.dsl.Budget} as a value, element by element.
 *
 * @param macs multiply-adds of one sample; 0 is no limit
 * @param bytes of encoded weights and of biases; 0 is no limit
 */
public record BudgetLimits(long macs, long bytes) {

  /** A budget that limits nothing. */
  public static final BudgetLimits NONE = new BudgetLimits(0, 0);
}
