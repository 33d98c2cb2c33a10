package dev.espalier.bench.task;

import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A transformer block: {@code s = norm(x + attention(x)), y = norm(s + down gelu(up s))} (Vaswani 2017). A result is y,
 * [batch][tokens][width]. The reference covers the first and the last sample, since all samples take the same path.
 *
 * @param shapes the extents
 * @param pattern the name of the weights' pattern
 * @param weights of queries, keys, values, projection, up and down, a row an output
 * @param biases of the same
 * @param scales of the first and the second normalisation
 * @param shifts of the same
 * @param x [batch][tokens][width]
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; tasks are not compared.
public record Block(
    BlockShape shapes, String pattern, List<SparseMatrix> weights, List<float[]> biases, List<float[]> scales,
    List<float[]> shifts, float[] x) implements Task {

  /** Added to the variance of a token's features. */
  public static final double EPSILON = 1e-5;

  public Block {
    weights = List.copyOf(weights);
    biases = List.copyOf(biases);
    scales = List.copyOf(scales);
    shifts = List.copyOf(shifts);
  }

  /** Draws everything. */
  public static Block draw(BlockShape shape, Pattern pattern, double sparsity) {
    int width = shape.width();
    List<SparseMatrix> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int rows = i == 4 ? shape.inner() : width;
      int columns = i == 5 ? shape.inner() : width;
      SparseMatrix drawn = pattern.draw(rows, columns, sparsity, 37 + i);
      weights.add(drawn.scaled(Math.sqrt(3.0 * rows / drawn.kept())));
      biases.add(Numbers.uniform(rows, 43 + i));
    }
    return new Block(shape, pattern.toString(), weights, biases,
        List.of(Numbers.uniform(width, 53), Numbers.uniform(width, 59)),
        List.of(Numbers.uniform(width, 61), Numbers.uniform(width, 67)),
        Numbers.uniform(Math.multiplyExact(shape.batch(), shape.numbers()), 71));
  }

  @Override
  public Kind kind() {
    return Kind.ATTENTION;
  }

  @Override
  public String shape() {
    return shapes.toString();
  }

  /** The share of zeros among all weights. */
  @Override
  public double sparsity() {
    double all = 0;
    double kept = 0;
    for (SparseMatrix w : weights) {
      all += (double) w.rows() * w.columns();
      kept += w.kept();
    }
    return 1 - kept / all;
  }

  /** Kept weights at each token, scores and mixtures at each pair of them. */
  @Override
  public double usefulOperations() {
    double kept = weights.stream().mapToInt(SparseMatrix::kept).sum();
    double pairs = 2.0 * shapes.tokens() * shapes.numbers();
    return 2 * shapes.batch() * (shapes.tokens() * kept + pairs);
  }

  @Override
  public List<Expected> expected() {
    int numbers = shapes.numbers();
    int samples = Math.min(2, shapes.batch());
    int[] places = new int[samples * numbers];
    double[] y = new double[places.length];
    for (int sample = 0; sample < samples; sample++) {
      int from = sample == 0 ? 0 : (shapes.batch() - 1) * numbers;
      double[] of = result(from);
      for (int i = 0; i < numbers; i++) {
        places[sample * numbers + i] = from + i;
        y[sample * numbers + i] = of[i];
      }
    }
    double[] sizes = new double[y.length];
    Arrays.fill(sizes, Arrays.stream(y).map(Math::abs).max().orElse(1));
    return List.of(new Expected("y", places, y, sizes));
  }

  private double[] result(int from) {
    double[] in = new double[shapes.numbers()];
    for (int i = 0; i < in.length; i++) {
      in[i] = x[from + i];
    }
    double[] mixed = mixed(dense(0, in), dense(1, in), dense(2, in));
    double[] sum = normalised(0, added(in, dense(3, mixed)));
    double[] inner = dense(4, sum);
    for (int i = 0; i < inner.length; i++) {
      inner[i] = gelu(inner[i]);
    }
    return normalised(1, added(sum, dense(5, inner)));
  }

  private double[] dense(int layer, double[] in) {
    SparseMatrix w = weights.get(layer);
    double[] out = new double[shapes.tokens() * w.rows()];
    for (int token = 0; token < shapes.tokens(); token++) {
      for (int row = 0; row < w.rows(); row++) {
        double sum = biases.get(layer)[row];
        for (int i = w.pointers()[row]; i < w.pointers()[row + 1]; i++) {
          sum += w.values()[i] * in[token * w.columns() + w.indices()[i]];
        }
        out[token * w.rows() + row] = sum;
      }
    }
    return out;
  }

  private double[] mixed(double[] queries, double[] keys, double[] values) {
    double[] out = new double[queries.length];
    double[] shares = new double[shapes.tokens()];
    for (int head = 0; head < shapes.heads(); head++) {
      for (int token = 0; token < shapes.tokens(); token++) {
        int at = place(head, token);
        double sum = 0;
        for (int other = 0; other < shares.length; other++) {
          double score = 0;
          for (int d = 0; d < shapes.headWidth(); d++) {
            score += queries[at + d] * keys[place(head, other) + d];
          }
          shares[other] = Math.exp(score / Math.sqrt(shapes.headWidth()));
          sum += shares[other];
        }
        for (int other = 0; other < shares.length; other++) {
          for (int d = 0; d < shapes.headWidth(); d++) {
            out[at + d] += shares[other] / sum * values[place(head, other) + d];
          }
        }
      }
    }
    return out;
  }

  private int place(int head, int token) {
    return token * shapes.width() + head * shapes.headWidth();
  }

  private static double[] added(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private double[] normalised(int which, double[] in) {
    int width = shapes.width();
    double[] out = new double[in.length];
    for (int at = 0; at < in.length; at += width) {
      double mean = 0;
      for (int c = 0; c < width; c++) {
        mean += in[at + c] / width;
      }
      double variance = EPSILON;
      for (int c = 0; c < width; c++) {
        variance += (in[at + c] - mean) * (in[at + c] - mean) / width;
      }
      for (int c = 0; c < width; c++) {
        out[at + c] = scales.get(which)[c] * (in[at + c] - mean) / Math.sqrt(variance) + shifts.get(which)[c];
      }
    }
    return out;
  }

  /** The form with tanh (Hendrycks & Gimpel 2016). */
  private static double gelu(double value) {
    return 0.5 * value * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value * value * value)));
  }
}
