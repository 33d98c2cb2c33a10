package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.rule.Report;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what the passes find, in order; the same thing at the same place counts once. */
public final class Findings implements Consumer<Finding>, Report {
  private final Set<Finding> all = new LinkedHashSet<>();

  @Override
  public void accept(Finding finding) {
    all.add(finding);
  }

  @Override
  public void add(Problem problem, SourceRef source) {
    accept(new Finding(problem, source));
  }

  /** Whether anything was found that forbids to emit. */
  public boolean hasErrors() {
    return errors() > 0;
  }

  /** How many errors were found. */
  public int errors() {
    return (int) all.stream().filter(f -> f.problem().isError()).count();
  }

  /** Everything found so far. */
  public List<Finding> list() {
    return List.copyOf(all);
  }
}
