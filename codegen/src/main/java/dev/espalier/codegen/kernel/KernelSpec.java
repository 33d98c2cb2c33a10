package dev.espalier.codegen.kernel;

import java.util.List;

/**
 * A kernel: what is computed and, in {@code schedule}, how.
 *
 * @param name the kernel's name in messages, e.g. {@code hidden1 forward}
 * @param summary what it is for, the first line of the generated header, e.g. {@code hidden1: 784 -> 300, dense}
 * @param formula one line of mathematics
 * @param buffers all buffers, in the order of the generated method's parameters
 * @param body the nest
 * @param schedule register tiles and loop order
 */
public record KernelSpec(
    String name, String summary, String formula, List<Buffer> buffers, List<Stmt> body, KernelSchedule schedule) {

  public KernelSpec {
    buffers = List.copyOf(buffers);
    body = List.copyOf(body);
  }

  /**
   * Whether its vectors run where a line is one float, for one sample alone: every stretch is at least as long as a
   * narrow vector, and what is left of it may be computed twice.
   */
  public boolean runsOnOneLane() {
    boolean[] runs = {true};
    Walk.statements(
        body,
        s -> {
          if (s instanceof Stmt.Lanes lanes) {
            runs[0] &= lanes.mayOverlap() || lanes.lines() % Stmt.Lanes.LONGEST_VECTOR == 0;
          }
        });
    return runs[0];
  }

  /** Whether a stretch is shorter than the longest vector: on one lane it wants narrow ones. */
  public boolean hasShortStretches() {
    boolean[] has = {false};
    Walk.statements(
        body, s -> has[0] |= s instanceof Stmt.Lanes lanes && lanes.lines() < Stmt.Lanes.LONGEST_VECTOR);
    return has[0];
  }

  public KernelSpec with(KernelSchedule other) {
    return new KernelSpec(name, summary, formula, buffers, body, other);
  }
}
