package dev.espalier.bench.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A residual network for CIFAR-10 after He et al. 2016 (arXiv:1512.03385), section 4.2, with projections where a stage
 * begins: three stages of 16, 32 and 64 channels, batch normalisation behind every convolution.
 *
 * @param depth layers with weights, projections not counted: 6n + 2
 * @param image rows and columns of the input
 * @param batch samples
 */
public record ResidualShape(int depth, int image, int batch) implements ShapeSpec {
  /** Rows and columns of a CIFAR image, which {@code --shape} means. */
  static final int CIFAR = 32;

  /** Channels of the input. */
  public static final int CHANNELS = 3;

  /** Classes of the output. */
  public static final int CLASSES = 10;

  private static final int FIRST_FILTERS = 16;
  private static final int STAGES = 3;

  /** Checks that there is such a depth. */
  public ResidualShape {
    if (depth < 8 || depth % 6 != 2) {
      throw new IllegalArgumentException(
          "a residual network has 6n + 2 layers such as 8 or 20, and the shape 'resnet" + depth + "x" + batch + "' has "
              + depth);
    }
  }

  /** What makes value i + 1 of those before it, value 0 being the input. */
  public sealed interface Step {

    /** Channels of the result. */
    int channels();

    /** Rows and columns of the result. */
    int size();
  }

  /** A convolution without bias of {@code kernel} x {@code kernel}, padded to keep the size but for its stride. */
  public record Convolved(int from, int inputs, int channels, int size, int kernel, int stride) implements Step {

    /** Rows and columns of zeros around a plane. */
    public int padding() {
      return kernel / 2;
    }

    /** Weights of a filter. */
    public int taps() {
      return inputs * kernel * kernel;
    }
  }

  /** Batch normalisation, by the statistics of the batch. */
  public record Normalised(int from, int channels, int size, boolean relu) implements Step {}

  /** The sum of two values, and ReLU. */
  public record Added(int from, int other, int channels, int size) implements Step {}

  /** The steps; global average pooling and a dense layer with biases follow the last. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    int value = normalised(steps, 0, CHANNELS, FIRST_FILTERS, image, 3, 1, true);
    int channels = FIRST_FILTERS;
    int size = image;
    for (int stage = 0; stage < STAGES; stage++) {
      for (int block = 0; block < (depth - 2) / (2 * STAGES); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        int filters = FIRST_FILTERS << stage;
        size /= stride;
        int hidden = normalised(steps, value, channels, filters, size, 3, stride, true);
        int inner = normalised(steps, hidden, filters, filters, size, 3, 1, false);
        int shortcut = stride == 1 ? value : normalised(steps, value, channels, filters, size, 1, stride, false);
        steps.add(new Added(inner, shortcut, filters, size));
        value = steps.size();
        channels = filters;
      }
    }
    return steps;
  }

  private static int normalised(
      List<Step> steps, int from, int inputs, int filters, int size, int kernel, int stride, boolean relu) {
    steps.add(new Convolved(from, inputs, filters, size, kernel, stride));
    steps.add(new Normalised(steps.size(), filters, size, relu));
    return steps.size();
  }

  /** The convolutions, in order. */
  public List<Convolved> convolutions() {
    return steps().stream().filter(Convolved.class::isInstance).map(Convolved.class::cast).toList();
  }

  @Override
  public Set<Kind> kinds() {
    return Set.of(Kind.TRAINING);
  }

  @Override
  public String toString() {
    return "resnet" + depth + "x" + batch;
  }
}
