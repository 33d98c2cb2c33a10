package dev.espalier.bench.task;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Dense layers with ReLU between them: widths from the input to the scores, at least two, and the batch. */
public record NetworkShape(List<Integer> widths, int batch) implements ShapeSpec {

  public NetworkShape {
    widths = List.copyOf(widths);
  }

  /** How many layers have weights. */
  public int layers() {
    return widths.size() - 1;
  }

  /** Features of the input. */
  public int inputs() {
    return widths.getFirst();
  }

  /** Scores of a sample. */
  public int classes() {
    return widths.getLast();
  }

  @Override
  public Set<Kind> kinds() {
    return batch == 1 ? Set.of(Kind.LATENCY, Kind.TRAINING) : Set.of(Kind.TRAINING);
  }

  @Override
  public String toString() {
    return widths.stream().map(String::valueOf).collect(Collectors.joining("-")) + "x" + batch;
  }
}
