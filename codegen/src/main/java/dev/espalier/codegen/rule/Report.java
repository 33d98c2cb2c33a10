package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.runtime.diagnostic.Problem;

/** Takes what is wrong, and where. */
@FunctionalInterface
public interface Report {

  /** Adds a problem at a place. */
  void add(Problem problem, SourceRef source);
}
