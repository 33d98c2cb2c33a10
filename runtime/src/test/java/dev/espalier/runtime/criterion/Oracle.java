package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A perceptron of TANH units under cross-entropy, in double: losses, gradients, second derivatives, record by record.
 */
final class Oracle {

  private final int[] widths;
  private final double[][] weights;
  private final double[][] biases;
  private final float[][] inputs;
  private final int[] labels;

  Oracle(List<LayerParameters> layers, float[][] inputs, int[] labels) {
    this.widths = new int[layers.size() + 1];
    this.weights = new double[layers.size()][];
    this.biases = new double[layers.size()][];
    widths[0] = layers.getFirst().weight().columns();
    for (int i = 0; i < layers.size(); i++) {
      widths[i + 1] = layers.get(i).weight().rows();
      weights[i] = doubles(layers.get(i).weight().values());
      biases[i] = doubles(layers.get(i).bias().values());
    }
    this.inputs = inputs;
    this.labels = labels;
  }

  /** Mean loss over all records. */
  double loss() {
    double sum = 0;
    for (int r = 0; r < labels.length; r++) {
      double[] z = values(r)[weights.length];
      double most = Arrays.stream(z).max().orElseThrow();
      sum += Math.log(Arrays.stream(z).map(v -> Math.exp(v - most)).sum()) + most - z[labels[r]];
    }
    return sum / labels.length;
  }

  /** The exact change of the loss when one weight is set to 0. */
  double change(int layer, int index, double before) {
    double w = weights[layer][index];
    weights[layer][index] = 0;
    double after = loss();
    weights[layer][index] = w;
    return after - before;
  }

  /** The gradient of one record's loss by the weights. */
  double[][] gradient(int record) {
    double[][] values = values(record);
    double[] z = values[weights.length];
    double most = Arrays.stream(z).max().orElseThrow();
    double total = Arrays.stream(z).map(v -> Math.exp(v - most)).sum();
    double[] delta = new double[z.length];
    for (int f = 0; f < z.length; f++) {
      delta[f] = Math.exp(z[f] - most) / total - (f == labels[record] ? 1 : 0);
    }
    double[][] gradients = new double[weights.length][];
    for (int i = weights.length - 1; i >= 0; i--) {
      double[] x = values[i];
      gradients[i] = new double[weights[i].length];
      double[] below = new double[x.length];
      for (int row = 0; row < delta.length; row++) {
        for (int c = 0; c < x.length; c++) {
          gradients[i][row * x.length + c] = delta[row] * x[c];
          below[c] += delta[row] * weights[i][row * x.length + c] * (1 - x[c] * x[c]);
        }
      }
      delta = below;
    }
    return gradients;
  }

  /** The mean gradient over all records. */
  double[][] gradient() {
    double[][] sums = Arrays.stream(weights).map(w -> new double[w.length]).toArray(double[][]::new);
    for (int r = 0; r < labels.length; r++) {
      double[][] one = gradient(r);
      for (int i = 0; i < sums.length; i++) {
        for (int k = 0; k < sums[i].length; k++) {
          sums[i][k] += one[i][k] / labels.length;
        }
      }
    }
    return sums;
  }

  /** The Hessian by all weights times the gradient, by a central difference in double: exact to some 1e-9. */
  double[][] hessianGradient() {
    double[][] g = gradient();
    double step = 1e-5;
    move(g, step);
    double[][] ahead = gradient();
    move(g, -2 * step);
    double[][] behind = gradient();
    move(g, step);
    for (int i = 0; i < ahead.length; i++) {
      for (int k = 0; k < ahead[i].length; k++) {
        ahead[i][k] = (ahead[i][k] - behind[i][k]) / (2 * step);
      }
    }
    return ahead;
  }

  /** Spearman's rank correlation; equal values share their mean rank. */
  static double rankCorrelation(double[] a, double[] b) {
    double[] x = ranks(a);
    double[] y = ranks(b);
    double mean = (x.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double[] ranks(double[] values) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length;) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int k = from; k < to; k++) {
        ranks[order[k]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  /** The value of every layer, the input's first, activations applied. */
  private double[][] values(int record) {
    double[][] values = new double[weights.length + 1][];
    values[0] = doubles(inputs[record]);
    for (int i = 0; i < weights.length; i++) {
      values[i + 1] = new double[widths[i + 1]];
      for (int row = 0; row < widths[i + 1]; row++) {
        double sum = biases[i][row];
        for (int c = 0; c < widths[i]; c++) {
          sum += weights[i][row * widths[i] + c] * values[i][c];
        }
        values[i + 1][row] = i < weights.length - 1 ? Math.tanh(sum) : sum;
      }
    }
    return values;
  }

  private void move(double[][] direction, double by) {
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < weights[i].length; k++) {
        weights[i][k] += by * direction[i][k];
      }
    }
  }
}
