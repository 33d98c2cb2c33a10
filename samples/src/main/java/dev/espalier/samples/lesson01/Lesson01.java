package dev.espalier.samples.lesson01;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.progress.Listener;
import java.nio.file.Files;
import java.nio.file.Path;

/** Declare ({@link Digits}), train and prune in one loop, freeze, save, load, classify. */
public final class Lesson01 {
  private Lesson01() {}

  /** Runs the lesson; takes about ten seconds. */
  public static void main(String[] args) throws Exception {
    var digits = DrawnDigits.generate(6_000, 1_000, 1);

    var net = PrunedDigits.create(42);
    net.fit(digits.train(), digits.test(), Listener.console());
    System.out.println(net.cost());

    Path file = Files.createTempDirectory("espalier").resolve("digits.espalier");
    Frozen model = net.freeze();
    model.save(file);

    Frozen loaded = PrunedDigits.load(file);
    int first = loaded.classify(digits.test().copy(0, 0));
    System.out.printf("a %d, read as %d; %d bytes on disk%n", digits.test().label(0), first, Files.size(file));
  }
}
