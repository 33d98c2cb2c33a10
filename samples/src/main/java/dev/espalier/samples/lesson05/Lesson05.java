package dev.espalier.samples.lesson05;

import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;

/** The ticket (weights go back to step 0), inherited weights, and the architecture alone (fresh random weights). */
public final class Lesson05 {
  private Lesson05() {}

  /** Runs the lesson; takes about half a minute. */
  public static void main(String[] args) {
    var digits = DrawnDigits.generate(6_000, 1_000, 1);
    for (Rewind rewind : new Rewind[] {Rewind.INITIAL, Rewind.NONE, Rewind.RANDOM}) {
      SchedulePlan schedule = SchedulePlan.lottery(3, 3, rewind, 0);
      var net =
          PrunedTicket.builder()
              .seed(7)
              .policy("hidden1", p -> p.schedule(schedule))
              .policy("hidden2", p -> p.schedule(schedule))
              .build();
      net.fit(digits.train(), digits.test(), Listener.none());
      System.out.printf(
          "rewind %-8s sparsity %5.1f %%  accuracy %6.2f %%%n",
          rewind, 100 * net.sparsity(), 100 * net.evaluate(digits.test()).accuracy());
    }
  }
}
