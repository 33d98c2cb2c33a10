package dev.espalier.bench.measure;

import dev.espalier.bench.task.Task;
import java.util.List;

/**
 * The figures of one task.
 *
 * @param peakGigaflops the machine's peak in the same rounds, in 10^9 operations a second
 * @param figures in the order in which the contenders were given
 */
public record Outcome(Task task, double peakGigaflops, List<Figure> figures) {

  public Outcome {
    figures = List.copyOf(figures);
  }

  /** Useful operations a second, in 10^9. */
  public double gigaflops(Figure figure) {
    return task.usefulOperations() / figure.micros() / 1e3;
  }

  /** The useful operations as a share of peak. */
  public double peakShare(Figure figure) {
    return gigaflops(figure) / peakGigaflops;
  }
}
