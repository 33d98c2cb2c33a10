package dev.espalier.samples.lesson03;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;

/** The same sparsity reached at different times, with eight epochs of training each. */
public final class Lesson03 {
  private Lesson03() {}

  /** Runs the lesson; takes about twenty seconds. */
  public static void main(String[] args) {
    TrainTest digits = DrawnDigits.generate(6_000, 1_000, 1);
    run(digits, "one-shot, no fine-tuning", SchedulePlan.oneShot(8), 8);
    run(digits, "one-shot, 3 epochs of fine-tuning", SchedulePlan.oneShot(5), 8);
    run(digits, "iterative, 3 rounds of 2 epochs", SchedulePlan.iterative(3, 2), 2);
    run(digits, "gradual, epochs 1 to 6", SchedulePlan.gradual(1, 6, 100), 8);
  }

  private static void run(TrainTest digits, String name, SchedulePlan schedule, int epochs) {
    var net =
        PrunedPlain.builder()
            .seed(7)
            .train(t -> t.epochs(epochs))
            .policy("hidden1", p -> p.schedule(schedule))
            .policy("hidden2", p -> p.schedule(schedule))
            .build();
    net.fit(digits.train(), digits.test(), Listener.none());
    System.out.printf(
        "%-36s sparsity %5.1f %%  accuracy %6.2f %%%n",
        name, 100 * net.sparsity(), 100 * net.evaluate(digits.test()).accuracy());
  }
}
