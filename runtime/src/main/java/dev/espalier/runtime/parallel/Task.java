package dev.espalier.runtime.parallel;

/** Work in independent pieces, which may run in any order and at the same time. */
@FunctionalInterface
public interface Task {

  /**
   * Runs one piece.
   *
   * @param task which, from 0
   * @param worker who, from 0 (the caller) to one below {@link Workers#threads}: no two pieces that run at the same
   *     time have the same, so that it can index scratch memory
   */
  void run(int task, int worker);
}
