package dev.espalier.samples.lesson06;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.train.TrainingInterruptedException;
import dev.espalier.samples.lesson01.PrunedDigits;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run is interrupted in the middle of pruning, resumed from its checkpoint, and equals the uninterrupted one. */
public final class Lesson06 {
  private Lesson06() {}

  /** Runs the lesson; takes about twenty seconds. */
  public static void main(String[] args) throws Exception {
    var digits = DrawnDigits.generate(3_000, 500, 1);
    Path checkpoint = Files.createTempDirectory("espalier").resolve("run.checkpoint");

    var whole = PrunedDigits.builder().seed(3).build();
    var expected = whole.fit(digits.train(), digits.test(), Listener.none());

    Listener stopper =
        new Listener() {
          @Override
          public void stepCompleted(StepProgress progress) {
            if (progress.epoch() == 3 && progress.step() == 23) {
              Thread.currentThread().interrupt(); // as a service's shutdown would
            }
          }
        };
    var first = PrunedDigits.builder().seed(3).checkpoint(checkpoint, 50).build();
    try {
      first.fit(digits.train(), digits.test(), stopper);
    } catch (TrainingInterruptedException stopped) {
      System.out.println(stopped.getMessage());
    }

    var second = PrunedDigits.builder().seed(3).resume(checkpoint).build();
    var history = second.fit(digits.train(), digits.test(), Listener.console());
    System.out.println("histories equal: " + history.equals(expected));
  }
}
