package dev.espalier.bench.task;

import java.util.Arrays;
import java.util.List;

/** One sample through a network. A result is its scores. */
public record Latency(Network network) implements Task {

  @Override
  public Kind kind() {
    return Kind.LATENCY;
  }

  @Override
  public String shape() {
    return network.shape().toString();
  }

  @Override
  public String pattern() {
    return network.pattern();
  }

  @Override
  public double sparsity() {
    return network.sparsity();
  }

  @Override
  public double usefulOperations() {
    return 2 * network.multiplyAdds();
  }

  @Override
  public List<Expected> expected() {
    double[] scores = network.values().getLast();
    double[] scales = new double[scores.length];
    double greatest = Arrays.stream(scores).map(Math::abs).max().orElse(1);
    Arrays.fill(scales, greatest);
    return List.of(new Expected("scores", null, scores, scales));
  }
}
