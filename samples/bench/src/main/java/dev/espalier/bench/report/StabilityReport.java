package dev.espalier.bench.report;

import dev.espalier.bench.measure.Statistics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The same cells from several processes: how far the slowest is from the median, and the median from the fastest, which
 * shows where most are slow.
 */
public final class StabilityReport {

  /** A compiler that now and then gives up on a kernel shows as far more than this. */
  public static final double MOST = 1.5;

  private final List<Cell> medians = new ArrayList<>();
  private final List<Double> slowest = new ArrayList<>();
  private final List<Double> majority = new ArrayList<>();

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
      Cell first = same.getFirst();
      Cell failed = same.stream().filter(c -> c.problem() != null).findFirst().orElse(null);
      medians.add(failed == null ? first.withMicros(Statistics.median(micros)) : failed);
      slowest.add(failed == null ? Statistics.slowestOverMedian(micros) : Double.POSITIVE_INFINITY);
      majority.add(failed == null ? Statistics.medianOverFastest(micros) : Double.POSITIVE_INFINITY);
    }
  }

  /** The cells with their medians over the processes. */
  public List<Cell> cells() {
    return List.copyOf(medians);
  }

  /**
   * Whether every cell has a time, its slowest process is within {@link #MOST} of the median, and the median within as
   * much of the fastest.
   */
  public boolean passes() {
    return !slowest.isEmpty()
        && slowest.stream().allMatch(r -> r <= MOST)
        && majority.stream().allMatch(r -> r <= MOST);
  }

  /** Prints a line for each cell. */
  public void print(PrintWriter out) {
    out.println(String.format(Locale.ROOT, "%-10s%-24s%-24s%9s  %-16s%12s%18s%18s", "kind", "shape", "pattern",
        "zeros", "form", "micros", "slowest/median", "median/fastest"));
    for (int i = 0; i < medians.size(); i++) {
      Cell cell = medians.get(i);
      String end =
          cell.problem() != null
              ? "ERROR  " + cell.problem()
              : String.format(Locale.ROOT, "%18.2f%18.2f%s", slowest.get(i), majority.get(i),
                  Math.max(slowest.get(i), majority.get(i)) > MOST ? "  TOO MUCH" : "");
      out.println(String.format(Locale.ROOT, "%-10s%-24s%-24s%8.2f%%  %-16s%12.1f  %s", cell.kind(), cell.shape(),
          cell.pattern(), 100 * cell.sparsity(), cell.form(), cell.micros(), end));
    }
    out.flush();
  }
}
