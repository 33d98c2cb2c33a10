package dev.espalier.bench.report;

import dev.espalier.bench.measure.Figure;
import dev.espalier.bench.measure.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line of our own in a report: one form on one task, beside the peers.
 *
 * @param form the form, or null where a task has peers alone
 * @param micros median time of a run, NaN where there is none
 * @param gigaflops useful operations a second, in 10^9; NaN without a time
 * @param peakShare their share of the machine's peak; NaN without a time
 * @param error greatest error relative to the reference; NaN without a result
 * @param problem why there is no time, or null
 * @param peers median times of the peers by name, NaN where one has a problem
 */
public record Cell(
    String kind,
    String shape,
    String pattern,
    double sparsity,
    int threads,
    String form,
    double micros,
    double gigaflops,
    double peakShare,
    double error,
    String problem,
    Map<String, Double> peers) {

  /** The cells of a task: one for each form, or one without a form. */
  public static List<Cell> of(Outcome outcome, Set<String> forms, int threads) {
    Map<String, Double> peers = new LinkedHashMap<>();
    for (Figure figure : outcome.figures()) {
      if (!forms.contains(figure.name())) {
        peers.put(figure.name(), figure.micros());
      }
    }
    List<Cell> cells =
        outcome.figures().stream()
            .filter(f -> forms.contains(f.name()))
            .map(f -> of(outcome, f, peers, threads))
            .toList();
    Figure nothing = new Figure(null, Double.NaN, Double.NaN, null);
    return cells.isEmpty() ? List.of(of(outcome, nothing, peers, threads)) : cells;
  }

  private static Cell of(Outcome outcome, Figure figure, Map<String, Double> peers, int threads) {
    return new Cell(
        outcome.task().kind().toString(),
        outcome.task().shape(),
        outcome.task().pattern(),
        outcome.task().sparsity(),
        threads,
        figure.name(),
        figure.micros(),
        outcome.gigaflops(figure),
        outcome.peakShare(figure),
        figure.error(),
        figure.problem(),
        peers);
  }

  /** The machine's peak in the rounds of this cell, in 10^9 operations a second; NaN without a time. */
  double peakGigaflops() {
    return gigaflops / peakShare;
  }

  /** This cell with another time, and what follows from it. */
  Cell withMicros(double other) {
    double faster = micros / other;
    return new Cell(
        kind, shape, pattern, sparsity, threads, form, other, gigaflops * faster, peakShare * faster, error, problem,
        peers);
  }
}
