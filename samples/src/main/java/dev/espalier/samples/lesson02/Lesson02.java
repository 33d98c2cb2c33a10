package dev.espalier.samples.lesson02;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.progress.Listener;

/**
 * The same network under four policies, overridden at run time through the same rules that the compiler checks. Single
 * weights keep the most accuracy; whole neurons and input channels keep less and run fast everywhere; random is the
 * control without which no figure means anything.
 */
public final class Lesson02 {
  private Lesson02() {}

  /** Runs the lesson; takes about twenty seconds. */
  public static void main(String[] args) {
    TrainTest digits = DrawnDigits.generate(6_000, 1_000, 1);
    System.out.printf("%-10s %-10s %10s %10s %12s%n", "group", "criterion", "sparsity", "accuracy", "bits");
    run(digits, Granularity.ELEMENT, Criterion.MAGNITUDE);
    run(digits, Granularity.NEURON, Criterion.MAGNITUDE);
    run(digits, Granularity.CHANNEL, Criterion.MAGNITUDE);
    run(digits, Granularity.ELEMENT, Criterion.RANDOM);
  }

  private static void run(TrainTest digits, Granularity granularity, Criterion criterion) {
    var net =
        PrunedGrain.builder()
            .seed(7)
            .policy("hidden1", p -> p.granularity(granularity).criterion(criterion))
            .policy("hidden2", p -> p.granularity(granularity).criterion(criterion))
            .build();
    net.fit(digits.train(), digits.test(), Listener.none());
    System.out.printf(
        "%-10s %-10s %9.1f%% %9.2f%% %12d%n",
        granularity,
        criterion,
        100 * net.sparsity(),
        100 * net.evaluate(digits.test()).accuracy(),
        net.freeze().bytesOnDisk() * 8);
  }
}
