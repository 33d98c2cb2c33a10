package dev.espalier.samples.demo;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.samples.models.PrunedLeNet300;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A frozen network, saved, loaded again and measured.
 *
 * @param accuracy on the test set, of the loaded network
 * @param bytesOnDisk size of the file
 * @param micros median microseconds from and to {@code float[]} for one sample
 */
record Measured(CostReport cost, double accuracy, long bytesOnDisk, double micros) {

  private static final int WARM_UP = 20_000;
  private static final int TIMED = 5_001;

  /** Freezes, saves, loads and measures a trained network. */
  static Measured of(PrunedLeNet300 net, TrainTest digits, Path file) throws IOException {
    Frozen frozen = net.freeze();
    frozen.save(file);
    Frozen loaded = PrunedLeNet300.load(file);
    double accuracy = loaded.evaluate(digits.test()).accuracy();
    return new Measured(loaded.cost(), accuracy, Files.size(file), latency(loaded, digits.test()));
  }

  private static double latency(Frozen model, Dataset samples) {
    FrozenSession session = model.session(1);
    float[][] pixels = new float[Math.min(64, samples.size())][];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = samples.copy(i, 0);
    }
    float[] scores = new float[samples.classes()];
    for (int i = 0; i < WARM_UP; i++) {
      session.scores(pixels[i % pixels.length], scores);
    }
    double[] micros = new double[TIMED];
    for (int i = 0; i < TIMED; i++) {
      long start = System.nanoTime();
      session.scores(pixels[i % pixels.length], scores);
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(micros);
    return micros[TIMED / 2];
  }
}
