package dev.espalier.bench.report;

import dev.espalier.bench.measure.Figure;
import dev.espalier.bench.measure.Outcome;
import dev.espalier.bench.measure.Statistics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints each task's figures as they come, our forms first, and geometric means at the end. */
public final class TableReport {
  private final PrintWriter out;
  private final Set<String> forms;

  /** Prints to a writer; the names in {@code forms} are our own. */
  public TableReport(PrintWriter out, Set<String> forms) {
    this.out = out;
    this.forms = Set.copyOf(forms);
  }

  /** One task. */
  public void print(Outcome outcome, int threads) {
    List<Figure> own = outcome.figures().stream().filter(f -> forms.contains(f.name())).toList();
    List<Figure> peers = outcome.figures().stream().filter(f -> !forms.contains(f.name())).toList();
    out.println();
    out.println(
        String.format(
            Locale.ROOT, "%s %s, %s, %.2f %% zeros, %d thread%s; peak %.1f GFLOP/s",
            outcome.task().kind(), outcome.task().shape(), outcome.task().pattern(), 100 * outcome.task().sparsity(),
            threads, threads == 1 ? "" : "s", outcome.peakGigaflops()));
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "  %-16s%12s%10s%7s%9s", "form", "micros",
        "GFLOP/s", "peak", "error"));
    List<Figure> timedPeers = peers.stream().filter(Figure::isTimed).toList();
    if (!own.isEmpty()) {
      timedPeers.forEach(p -> head.append(String.format(Locale.ROOT, "%18s", "x " + p.name())));
    }
    out.println(head);
    own.forEach(f -> print(outcome, f, timedPeers));
    peers.forEach(f -> print(outcome, f, List.of()));
    out.flush();
  }

  private void print(Outcome outcome, Figure figure, List<Figure> against) {
    if (!figure.isTimed()) {
      out.println(String.format(Locale.ROOT, "  %-16s%12s  %s", figure.name(), "ERROR", figure.problem()));
      return;
    }
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-16s%12.1f%10.2f%6.1f%%%9.0e", figure.name(),
        figure.micros(), outcome.gigaflops(figure), 100 * outcome.peakShare(figure), figure.error()));
    for (Figure peer : against) {
      row.append(String.format(Locale.ROOT, "%18s", ratio(peer.micros() / figure.micros())));
    }
    out.println(row);
  }

  /** How many times as fast as each peer a form is, as geometric mean over its cells, where it has several. */
  public void means(List<Cell> cells) {
    Map<String, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (cell.form() != null && cell.problem() == null) {
        String group = cell.kind() + " " + cell.form() + (cell.sparsity() > 0 ? "" : ", no zeros");
        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(cell);
      }
    }
    groups.values().removeIf(g -> g.size() < 2);
    if (!groups.isEmpty()) {
      out.println();
      out.println("Geometric means: how many times as fast as");
      groups.forEach(this::mean);
    }
    out.flush();
  }

  private void mean(String group, List<Cell> cells) {
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    for (Cell cell : cells) {
      cell.peers().forEach((peer, micros) -> {
        if (Double.isFinite(micros)) {
          ratios.computeIfAbsent(peer, _ -> new ArrayList<>()).add(micros / cell.micros());
        }
      });
    }
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-28s%4d cells", group, cells.size()));
    ratios.forEach((peer, values) -> {
      double mean = Statistics.geometricMean(values.stream().mapToDouble(Double::doubleValue).toArray());
      row.append("  ").append(peer).append(' ').append(ratio(mean));
    });
    out.println(row);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2fx", ratio);
  }

}
