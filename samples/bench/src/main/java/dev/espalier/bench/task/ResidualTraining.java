package dev.espalier.bench.task;

import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.SparseMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of stochastic gradient descent with momentum, as in {@link Training}, of a residual network. Weights of all
 * convolutions are pruned, those of the dense layer are not; scales begin at 1, shifts at 0.
 *
 * <p>A result is the loss before the first step and the loss of the same batch after it. Weights are not compared: where
 * a sum that ReLU cuts at 0 is rounded to the other side, a product of 65,536 enters a gradient or leaves it.
 *
 * @param weights of each convolution in order, and of the dense layer
 * @param bias of the dense layer
 * @param x [batch][channel][row][column]
 * @param labels the class of each sample
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; tasks are not compared.
public record ResidualTraining(
    ResidualShape shapes, String pattern, List<SparseMatrix> weights, float[] bias, float[] x, int[] labels)
    implements Task {

  public ResidualTraining {
    weights = List.copyOf(weights);
  }

  /** Draws everything; weights are of the size that He et al. 2015 (arXiv:1502.01852) give for their number. */
  public static ResidualTraining draw(ResidualShape shape, Pattern pattern, double sparsity) {
    List<SparseMatrix> weights = new ArrayList<>();
    int channels = 0;
    for (ResidualShape.Convolved convolution : shape.convolutions()) {
      channels = convolution.channels();
      weights.add(sized(pattern.draw(channels, convolution.taps(), sparsity, 37 + weights.size())));
    }
    weights.add(sized(Pattern.parse("random").draw(ResidualShape.CLASSES, channels, 0, 37 + weights.size())));
    int pixels = ResidualShape.CHANNELS * shape.image() * shape.image();
    return new ResidualTraining(
        shape, pattern.toString(), weights, Numbers.uniform(ResidualShape.CLASSES, 31),
        Numbers.uniform(Math.multiplyExact(shape.batch(), pixels), 29),
        Numbers.below(ResidualShape.CLASSES, shape.batch(), 31));
  }

  private static SparseMatrix sized(SparseMatrix drawn) {
    return drawn.scaled(Math.sqrt(6.0 * drawn.rows() / drawn.kept()));
  }

  @Override
  public Kind kind() {
    return Kind.TRAINING;
  }

  @Override
  public String shape() {
    return shapes.toString();
  }

  @Override
  public double sparsity() {
    double all = 0;
    double kept = 0;
    for (SparseMatrix w : weights.subList(0, weights.size() - 1)) {
      all += (double) w.rows() * w.columns();
      kept += w.kept();
    }
    return 1 - kept / all;
  }

  /** Forward and both gradients of convolutions and dense layer; the first has no gradient of its input. */
  @Override
  public double usefulOperations() {
    List<ResidualShape.Convolved> convolutions = shapes.convolutions();
    double macs = 3.0 * weights.getLast().kept();
    for (int i = 0; i < convolutions.size(); i++) {
      macs += (i == 0 ? 2.0 : 3.0) * weights.get(i).kept() * convolutions.get(i).size() * convolutions.get(i).size();
    }
    return 2 * macs * shapes.batch();
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public List<Expected> expected() {
    ResidualReference reference = new ResidualReference(this);
    double before = reference.loss();
    reference.step(Training.LEARNING_RATE);
    double after = reference.loss();
    return List.of(
        new Expected("loss", null, new double[] {before}, new double[] {before}),
        new Expected("loss after a step", null, new double[] {after}, new double[] {after}));
  }
}
