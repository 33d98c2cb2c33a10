package dev.espalier.bench.task;

import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.SparseMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a network: a W of [units][inputs] and a bias for each layer, and a batch of inputs.
 *
 * @param x [batch][inputs]
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; networks are not compared.
public record Network(
    NetworkShape shape, String pattern, List<SparseMatrix> weights, List<float[]> biases, float[] x) {

  public Network {
    weights = List.copyOf(weights);
    biases = List.copyOf(biases);
  }

  /** Draws everything; weights are of the size that He et al. 2015 (arXiv:1502.01852) give for their number. */
  public static Network draw(NetworkShape shape, Pattern pattern, double sparsity) {
    List<SparseMatrix> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      int inputs = shape.widths().get(layer);
      int units = shape.widths().get(layer + 1);
      SparseMatrix drawn = pattern.draw(units, inputs, sparsity, 19 + layer);
      weights.add(drawn.scaled(Math.sqrt(6.0 * units / drawn.kept())));
      biases.add(Numbers.uniform(units, 23 + layer));
    }
    return new Network(
        shape,
        pattern.toString(),
        weights,
        biases,
        Numbers.uniform(Math.multiplyExact(shape.batch(), shape.inputs()), 29));
  }

  /** The share of zeros among all weights. */
  public double sparsity() {
    double all = 0;
    double kept = 0;
    for (SparseMatrix w : weights) {
      all += (double) w.rows() * w.columns();
      kept += w.kept();
    }
    return 1 - kept / all;
  }

  /** Multiply-adds of one pass over the batch with kept weights. */
  double multiplyAdds() {
    return (double) shape.batch() * weights.stream().mapToInt(SparseMatrix::kept).sum();
  }

  /** The input and every layer's result after its activation, each [batch][features]. */
  List<double[]> values() {
    List<double[]> values = new ArrayList<>();
    double[] before = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      before[i] = x[i];
    }
    values.add(before);
    for (int layer = 0; layer < shape.layers(); layer++) {
      before = result(layer, before);
      values.add(before);
    }
    return values;
  }

  private double[] result(int layer, double[] in) {
    SparseMatrix w = weights.get(layer);
    boolean last = layer == shape.layers() - 1;
    double[] out = new double[shape.batch() * w.rows()];
    for (int sample = 0; sample < shape.batch(); sample++) {
      for (int unit = 0; unit < w.rows(); unit++) {
        double sum = biases.get(layer)[unit];
        for (int i = w.pointers()[unit]; i < w.pointers()[unit + 1]; i++) {
          sum += w.values()[i] * in[sample * w.columns() + w.indices()[i]];
        }
        out[sample * w.rows() + unit] = last ? sum : Math.max(0, sum);
      }
    }
    return out;
  }
}
