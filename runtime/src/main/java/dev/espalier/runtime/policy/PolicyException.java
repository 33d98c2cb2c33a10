package dev.espalier.runtime.policy;

import dev.espalier.runtime.diagnostic.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Policies or settings that a run was told break rules of the language; the texts are the compiler's. */
public final class PolicyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** An error that lists every problem. */
  public PolicyException(String network, List<Problem> problems) {
    super(network + " cannot be made as asked:\n"
        + problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
