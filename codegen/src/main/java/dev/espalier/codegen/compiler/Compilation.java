package dev.espalier.codegen.compiler;

import dev.espalier.codegen.GeneratedSource;
import dev.espalier.codegen.pass.Finding;
import java.util.List;

/**
 * What came of a network.
 *
 * @param findings errors, warnings and notes, to be printed in this order
 * @param sources the files to write; none when there is an error
 */
public record Compilation(List<Finding> findings, List<GeneratedSource> sources) {

  public Compilation {
    findings = List.copyOf(findings);
    sources = List.copyOf(sources);
  }
}
