package dev.espalier.samples.lesson04;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.progress.Listener;

/** Trains the graph of {@link Branches} and prints what each layer costs, dense and pruned. */
public final class Lesson04 {
  private Lesson04() {}

  /** Runs the lesson; takes about ten seconds. */
  public static void main(String[] args) {
    var digits = DrawnDigits.generate(3_000, 500, 1);
    var net = PrunedBranches.create(42);
    net.fit(digits.train(), digits.test(), Listener.console());
    System.out.println(net.cost());
  }
}
