package com.example.scoring;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.progress.Listener;
import java.nio.file.Files;
import java.nio.file.Path;

public class Main {
  public static void main(String[] args) throws Exception {
    var digits = DrawnDigits.generate(6_000, 1_000, 1);

    var net = PrunedDigits.create(42);
    net.fit(digits.train(), digits.test(), Listener.console());
    System.out.println(net.cost());

    Path file = Files.createTempFile("digits", ".espalier");
    net.freeze().save(file);
    var model = PrunedDigits.load(file);
    System.out.printf(
        "reloaded: accuracy %.4f, %d bytes%n", model.evaluate(digits.test()).accuracy(), Files.size(file));
  }
}
