package dev.espalier.bench.task;

import dev.espalier.bench.pattern.SparseMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution (cross-correlation) without bias. A result is Y of [batch][filters][height][width]. The reference
 * covers the first and the last sample, since all samples take the same path.
 *
 * @param shapes the extents
 * @param pattern the name of the weights' pattern
 * @param weights a row for each filter, a column for each of [channels][3][3]
 * @param x [batch][channels][height][width]
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; tasks are not compared.
public record Convolution(ConvolutionShape shapes, String pattern, SparseMatrix weights, float[] x) implements Task {

  /** Draws X. */
  public static Convolution of(ConvolutionShape shape, String pattern, SparseMatrix weights) {
    int numbers = Math.multiplyExact(Math.multiplyExact(shape.batch(), shape.channels()), shape.plane());
    return new Convolution(shape, pattern, weights, Numbers.uniform(numbers, 17));
  }

  @Override
  public Kind kind() {
    return Kind.CONV;
  }

  @Override
  public String shape() {
    return shapes.toString();
  }

  @Override
  public double sparsity() {
    return weights.sparsity();
  }

  @Override
  public double usefulOperations() {
    return 2.0 * weights.kept() * shapes.plane() * shapes.batch();
  }

  @Override
  public List<Expected> expected() {
    List<Expected> samples = new ArrayList<>();
    int sampleNumbers = shapes.filters() * shapes.plane();
    int[] places = new int[Math.min(2, shapes.batch()) * sampleNumbers];
    double[] y = new double[places.length];
    double[] scales = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      int sample = i < sampleNumbers ? 0 : shapes.batch() - 1;
      places[i] = sample * sampleNumbers + i % sampleNumbers;
    }
    for (int at = 0; at < places.length; at += sampleNumbers) {
      sample(places[at] / sampleNumbers, at, y, scales);
    }
    samples.add(new Expected("Y", places, y, scales));
    return samples;
  }

  private void sample(int sample, int to, double[] y, double[] scales) {
    int kernel = ConvolutionShape.KERNEL;
    for (int filter = 0; filter < shapes.filters(); filter++) {
      for (int i = weights.pointers()[filter]; i < weights.pointers()[filter + 1]; i++) {
        int tap = weights.indices()[i];
        int down = tap / kernel % kernel - ConvolutionShape.PADDING;
        int across = tap % kernel - ConvolutionShape.PADDING;
        int from = (sample * shapes.channels() + tap / (kernel * kernel)) * shapes.plane();
        int columns = shapes.width() - Math.abs(across);
        for (int row = Math.max(0, -down); row < shapes.height() - Math.max(0, down); row++) {
          int target = to + filter * shapes.plane() + row * shapes.width() + Math.max(0, -across);
          int source = from + (row + down) * shapes.width() + Math.max(0, across);
          Product.addScaled(y, scales, target, weights.values()[i], x, source, columns);
        }
      }
    }
  }
}
