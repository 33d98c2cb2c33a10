package dev.espalier.bench.report;

import dev.espalier.bench.measure.Statistics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The same cells from several processes: how far the slowest is from the median, and the median from the fastest, which
 * shows where most are slow.
 *
 * <p>A virtual processor has half of a core for as long as the other half works for somebody else, and then the peak
 * that was measured in the same rounds falls, too. So both are told a second time for times at equal peak: what would
 * have been taken at the best peak of all processes by code that slows down with it.
 */
public final class StabilityReport {

  /** A compiler that now and then gives up on a kernel shows as far more than this. */
  public static final double MOST = 1.5;

  private final List<Cell> medians = new ArrayList<>();
  private final List<Spread> spreads = new ArrayList<>();
  private final List<Spread> atEqualPeak = new ArrayList<>();

  /** How far times of the same cell are from each other. */
  private record Spread(double slowest, double majority) {
    private static final Spread UNKNOWN = new Spread(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Spread of(double... micros) {
      return new Spread(Statistics.slowestOverMedian(micros), Statistics.medianOverFastest(micros));
    }

    boolean passes() {
      return slowest <= MOST && majority <= MOST;
    }
  }

  /** From the cells of each process; the processes have the same cells. */
  public StabilityReport(List<List<Cell>> processes) {
    Map<String, List<Cell>> byCell = new LinkedHashMap<>();
    for (List<Cell> process : processes) {
      for (Cell cell : process) {
        String key = String.join(" ", cell.kind(), cell.shape(), cell.pattern(), cell.sparsity() + "", cell.form());
        byCell.computeIfAbsent(key, _ -> new ArrayList<>()).add(cell);
      }
    }
    for (List<Cell> same : byCell.values()) {
      double[] micros = same.stream().mapToDouble(Cell::micros).toArray();
      double best = same.stream().mapToDouble(Cell::peakGigaflops).max().orElseThrow();
      double[] corrected = same.stream().mapToDouble(c -> c.micros() * c.peakGigaflops() / best).toArray();
      Cell failed = same.stream().filter(c -> c.problem() != null).findFirst().orElse(null);
      medians.add(failed == null ? same.getFirst().withMicros(Statistics.median(micros)) : failed);
      spreads.add(failed == null ? Spread.of(micros) : Spread.UNKNOWN);
      atEqualPeak.add(failed == null ? Spread.of(corrected) : Spread.UNKNOWN);
    }
  }

  /** The cells with their medians over the processes. */
  public List<Cell> cells() {
    return List.copyOf(medians);
  }

  /**
   * Whether every cell has a time, its slowest process is within {@link #MOST} of the median, and the median within as
   * much of the fastest, in times as they are or at equal peak.
   */
  public boolean passes() {
    return !medians.isEmpty() && IntStream.range(0, medians.size()).allMatch(this::passes);
  }

  private boolean passes(int cell) {
    return spreads.get(cell).passes() || atEqualPeak.get(cell).passes();
  }

  /** Prints a line for each cell. */
  public void print(PrintWriter out) {
    out.println(String.format(Locale.ROOT, "%-10s%-24s%-24s%9s  %-16s%12s%18s%18s%18s", "kind", "shape", "pattern",
        "zeros", "form", "micros", "slowest/median", "median/fastest", "at equal peak"));
    for (int i = 0; i < medians.size(); i++) {
      Cell cell = medians.get(i);
      String end =
          cell.problem() != null
              ? "ERROR  " + cell.problem()
              : String.format(Locale.ROOT, "%18.2f%18.2f%11.2f%7.2f%s", spreads.get(i).slowest(),
                  spreads.get(i).majority(), atEqualPeak.get(i).slowest(), atEqualPeak.get(i).majority(),
                  passes(i) ? "" : "  TOO MUCH");
      out.println(String.format(Locale.ROOT, "%-10s%-24s%-24s%8.2f%%  %-16s%12.1f%s", cell.kind(), cell.shape(),
          cell.pattern(), 100 * cell.sparsity(), cell.form(), cell.micros(), end));
    }
    out.flush();
  }
}
