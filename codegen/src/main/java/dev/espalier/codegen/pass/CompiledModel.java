package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ModelSpec;
import java.util.List;

/**
 * What came out of the passes.
 *
 * @param model as far as it came; at stage SELECTED when there is no error
 * @param findings errors, warnings and notes, in the order of the passes
 */
public record CompiledModel(ModelSpec model, List<Finding> findings) {

  public CompiledModel {
    findings = List.copyOf(findings);
  }

  /** Whether code may be emitted. */
  public boolean isClean() {
    return findings.stream().noneMatch(f -> f.problem().isError());
  }
}
