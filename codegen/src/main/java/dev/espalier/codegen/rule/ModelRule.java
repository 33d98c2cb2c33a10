package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.ModelSpec;

/**
 * One rule that a network, as it was read, must keep. Rules know nothing of one another and run on broken networks too.
 */
@FunctionalInterface
public interface ModelRule {

  /** Reports every place where the rule is broken. */
  void check(ModelSpec model, Report report);
}
