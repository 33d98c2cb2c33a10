package dev.espalier.bench.task;

import dev.espalier.bench.pattern.SparseMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A step of stochastic gradient descent with momentum on the mean cross-entropy of a batch. A result is the loss before
 * the step and the weights (kept places, in order) and biases of each layer after the first step, in turn. A contender
 * goes on training from run to run.
 *
 * @param labels the class of each sample
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; tasks are not compared.
public record Training(Network network, int[] labels) implements Task {

  /** The factor of a step. */
  public static final float LEARNING_RATE = 0.01f;

  /** The share of the last step that goes on. */
  public static final float MOMENTUM = 0.9f;

  /** Draws labels. */
  public static Training of(Network network) {
    return new Training(network, Numbers.below(network.shape().classes(), network.shape().batch(), 31));
  }

  @Override
  public Kind kind() {
    return Kind.TRAINING;
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

  /** Forward and both gradients; the first layer has no gradient of its input. */
  @Override
  public double usefulOperations() {
    return 2 * (3 * network.multiplyAdds() - (double) network.shape().batch() * network.weights().getFirst().kept());
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public List<Expected> expected() {
    List<double[]> values = network.values();
    double[] gradient = new double[values.getLast().length];
    double loss = lossAndGradient(values.getLast(), gradient);
    List<Expected> parameters = new ArrayList<>();
    for (int layer = network.shape().layers() - 1; layer >= 0; layer--) {
      double[] in = values.get(layer);
      parameters.add(updated("bias " + layer, network.biases().get(layer), biasGradient(gradient, layer)));
      SparseMatrix w = network.weights().get(layer);
      double[] weightGradient = new double[w.kept()];
      double[] inGradient = new double[in.length];
      backward(w, in, gradient, weightGradient, inGradient);
      parameters.add(updated("weights " + layer, w.values(), weightGradient));
      gradient = inGradient;
    }
    Collections.reverse(parameters);
    parameters.addFirst(new Expected("loss", null, new double[] {loss}, new double[] {loss}));
    return parameters;
  }

  /** The mean loss, and its gradient by the scores. */
  private double lossAndGradient(double[] scores, double[] gradient) {
    int classes = network.shape().classes();
    double loss = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        greatest = Math.max(greatest, scores[sample * classes + c]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(scores[sample * classes + c] - greatest);
      }
      for (int c = 0; c < classes; c++) {
        double share = Math.exp(scores[sample * classes + c] - greatest) / sum;
        gradient[sample * classes + c] = (share - (c == labels[sample] ? 1 : 0)) / labels.length;
      }
      loss += Math.log(sum) + greatest - scores[sample * classes + labels[sample]];
    }
    return loss / labels.length;
  }

  private double[] biasGradient(double[] gradient, int layer) {
    double[] sums = new double[network.weights().get(layer).rows()];
    for (int i = 0; i < gradient.length; i++) {
      sums[i % sums.length] += gradient[i];
    }
    return sums;
  }

  /** The gradients of the kept weights and of the layer's input, the latter through the ReLU before it. */
  private static void backward(
      SparseMatrix w, double[] in, double[] gradient, double[] weightGradient, double[] inGradient) {
    for (int sample = 0; sample < gradient.length / w.rows(); sample++) {
      for (int unit = 0; unit < w.rows(); unit++) {
        double of = gradient[sample * w.rows() + unit];
        for (int i = w.pointers()[unit]; i < w.pointers()[unit + 1]; i++) {
          int at = sample * w.columns() + w.indices()[i];
          weightGradient[i] += of * in[at];
          inGradient[at] += in[at] > 0 ? of * w.values()[i] : 0;
        }
      }
    }
  }

  /** The first step has no momentum yet. */
  private static Expected updated(String name, float[] before, double[] gradient) {
    double greatest = 0;
    for (double g : gradient) {
      greatest = Math.max(greatest, Math.abs(g));
    }
    double[] after = new double[before.length];
    double[] scales = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      after[i] = before[i] - LEARNING_RATE * gradient[i];
      // Rounding is relative to the weight, errors of the gradient are to the greatest step.
      scales[i] = Math.abs(before[i]) / 20 + LEARNING_RATE * greatest;
    }
    return new Expected(name, null, after, scales);
  }
}
