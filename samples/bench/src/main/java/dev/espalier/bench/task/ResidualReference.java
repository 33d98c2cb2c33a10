package dev.espalier.bench.task;

import dev.espalier.bench.task.ResidualShape.Added;
import dev.espalier.bench.task.ResidualShape.Convolved;
import dev.espalier.bench.task.ResidualShape.Normalised;
import dev.espalier.bench.task.ResidualShape.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The first step of a {@link ResidualTraining} in double precision. Values lie as [channel][row][column][sample]. */
final class ResidualReference {
  private static final double EPSILON = 1e-5;

  private final ResidualTraining task;
  private final List<Step> steps;
  private final int batch;
  private final int classes = ResidualShape.CLASSES;

  /** By step: a convolution's weights, a normalisation's scales. */
  private final List<double[]> factors = new ArrayList<>();

  /** By step: a normalisation's shifts. */
  private final List<double[]> shifts = new ArrayList<>();

  private final double[] dense;
  private final double[] bias;
  private final List<double[]> values = new ArrayList<>();
  private double[] features;
  private double[] scores;
  private double rate;
  private double square;

  ResidualReference(ResidualTraining task) {
    this.task = task;
    this.steps = task.shapes().steps();
    this.batch = task.shapes().batch();
    int next = 0;
    for (Step step : steps) {
      switch (step) {
        case Convolved _ -> factors.add(wide(task.weights().get(next++).dense()));
        case Normalised n -> factors.add(IntStream.range(0, n.channels()).mapToDouble(_ -> 1).toArray());
        case Added _ -> factors.add(new double[0]);
      }
      shifts.add(new double[step.channels()]);
    }
    this.dense = wide(task.weights().getLast().dense());
    this.bias = wide(task.bias());
  }

  private static double[] wide(float[] narrow) {
    return IntStream.range(0, narrow.length).mapToDouble(i -> narrow[i]).toArray();
  }

  /** The mean cross-entropy of the batch. */
  double loss() {
    values.clear();
    int pixels = task.x().length / batch;
    double[] x = new double[task.x().length];
    for (int i = 0; i < x.length; i++) {
      x[i % pixels * batch + i / pixels] = task.x()[i];
    }
    values.add(x);
    for (int i = 0; i < steps.size(); i++) {
      double[] weights = factors.get(i);
      double[] shift = shifts.get(i);
      values.add(switch (steps.get(i)) {
        case Convolved c -> convolved(c, values.get(c.from()), weights);
        case Normalised n -> normalised(n, values.get(n.from()), weights, shift);
        case Added a -> added(values.get(a.from()), values.get(a.other()));
      });
    }
    double[] last = values.getLast();
    int channels = steps.getLast().channels();
    int plane = last.length / channels / batch;
    features = new double[channels * batch];
    for (int i = 0; i < last.length; i++) {
      features[i / (plane * batch) * batch + i % batch] += last[i] / plane;
    }
    scores = new double[classes * batch];
    double loss = 0;
    for (int sample = 0; sample < batch; sample++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double score = bias[k];
        for (int c = 0; c < channels; c++) {
          score += dense[k * channels + c] * features[c * batch + sample];
        }
        scores[k * batch + sample] = score;
        sum += Math.exp(score);
      }
      loss += Math.log(sum) - scores[task.labels()[sample] * batch + sample];
    }
    return loss / batch;
  }

  /**
   * One step down the gradient, all values being those of the last {@link #loss}.
   *
   * @return the square of the gradient's length
   */
  double step(double newRate) {
    rate = newRate;
    square = 0;
    List<double[]> gradients = values.stream().map(v -> new double[v.length]).toList();
    ofClasses(gradients.getLast());
    for (int i = steps.size() - 1; i >= 0; i--) {
      double[] dy = gradients.get(i + 1);
      double[] y = values.get(i + 1);
      switch (steps.get(i)) {
        case Convolved c -> backward(c, values.get(c.from()), dy, factors.get(i), gradients.get(c.from()));
        case Normalised n ->
            backward(n, values.get(n.from()), y, dy, factors.get(i), shifts.get(i), gradients.get(n.from()));
        case Added a -> {
          for (int k = 0; k < dy.length; k++) {
            double d = y[k] > 0 ? dy[k] : 0;
            gradients.get(a.from())[k] += d;
            gradients.get(a.other())[k] += d;
          }
        }
      }
    }
    return square;
  }

  private void ofClasses(double[] ofLast) {
    int channels = steps.getLast().channels();
    int plane = ofLast.length / channels / batch;
    double[] ofFeatures = new double[features.length];
    double[] ofDense = new double[dense.length];
    double[] ofBias = new double[classes];
    for (int sample = 0; sample < batch; sample++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(scores[k * batch + sample]);
      }
      for (int k = 0; k < classes; k++) {
        double d = (Math.exp(scores[k * batch + sample]) / sum - (task.labels()[sample] == k ? 1 : 0)) / batch;
        ofBias[k] += d;
        for (int c = 0; c < channels; c++) {
          ofFeatures[c * batch + sample] += dense[k * channels + c] * d;
          ofDense[k * channels + c] += features[c * batch + sample] * d;
        }
      }
    }
    descend(dense, ofDense);
    descend(bias, ofBias);
    for (int i = 0; i < ofLast.length; i++) {
      ofLast[i] = ofFeatures[i / (plane * batch) * batch + i % batch] / plane;
    }
  }

  private void descend(double[] weights, double[] gradient) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= rate * gradient[i];
      square += gradient[i] * gradient[i];
    }
  }

  private static double[] added(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.max(0, a[i] + b[i]);
    }
    return sum;
  }

  /** Mean, and one over the deviation, of a channel. */
  private static double[] statistics(double[] x, int from, int count) {
    double mean = 0;
    for (int i = from; i < from + count; i++) {
      mean += x[i] / count;
    }
    double variance = 0;
    for (int i = from; i < from + count; i++) {
      variance += (x[i] - mean) * (x[i] - mean) / count;
    }
    return new double[] {mean, 1 / Math.sqrt(variance + EPSILON)};
  }

  private static double[] normalised(Normalised n, double[] x, double[] scales, double[] shift) {
    double[] y = new double[x.length];
    int count = x.length / n.channels();
    for (int c = 0; c < n.channels(); c++) {
      double[] s = statistics(x, c * count, count);
      for (int i = c * count; i < (c + 1) * count; i++) {
        double value = scales[c] * (x[i] - s[0]) * s[1] + shift[c];
        y[i] = n.relu() ? Math.max(0, value) : value;
      }
    }
    return y;
  }

  private void backward(
      Normalised n, double[] x, double[] y, double[] dy, double[] scales, double[] shift, double[] dx) {
    int count = x.length / n.channels();
    double[] ofScale = new double[n.channels()];
    double[] ofShift = new double[n.channels()];
    for (int c = 0; c < n.channels(); c++) {
      double[] s = statistics(x, c * count, count);
      double sum = 0;
      double product = 0;
      for (int i = c * count; i < (c + 1) * count; i++) {
        double d = n.relu() && y[i] <= 0 ? 0 : dy[i];
        sum += d;
        product += d * (x[i] - s[0]) * s[1];
      }
      for (int i = c * count; i < (c + 1) * count; i++) {
        double d = n.relu() && y[i] <= 0 ? 0 : dy[i];
        dx[i] += scales[c] * s[1] * (d - sum / count - (x[i] - s[0]) * s[1] * product / count);
      }
      ofScale[c] = product;
      ofShift[c] = sum;
    }
    descend(scales, ofScale);
    descend(shift, ofShift);
  }

  /** What a weight multiplies: a row of the result's samples, and the row of the input's that it is under. */
  private interface Meeting {
    void at(int result, int input);
  }

  /** All places where a tap of a filter meets the image. */
  private void meet(Convolved c, int filter, int channel, int tap, Meeting meeting) {
    int inputs = c.size() * c.stride();
    int top = tap / c.kernel() - c.padding();
    int left = tap % c.kernel() - c.padding();
    for (int row = 0; row < c.size(); row++) {
      for (int column = 0; column < c.size(); column++) {
        int y = row * c.stride() + top;
        int x = column * c.stride() + left;
        if (y >= 0 && y < inputs && x >= 0 && x < inputs) {
          meeting.at(((filter * c.size() + row) * c.size() + column) * batch, ((channel * inputs + y) * inputs + x) * batch);
        }
      }
    }
  }

  private double[] convolved(Convolved c, double[] x, double[] weights) {
    double[] result = new double[c.channels() * c.size() * c.size() * batch];
    int area = c.kernel() * c.kernel();
    IntStream.range(0, c.channels()).parallel().forEach(filter -> {
      for (int i = 0; i < c.taps(); i++) {
        double w = weights[filter * c.taps() + i];
        if (w != 0) {
          meet(c, filter, i / area, i % area, (to, from) -> {
            for (int sample = 0; sample < batch; sample++) {
              result[to + sample] += w * x[from + sample];
            }
          });
        }
      }
    });
    return result;
  }

  private void backward(Convolved c, double[] x, double[] dy, double[] weights, double[] dx) {
    int area = c.kernel() * c.kernel();
    double[] dw = new double[weights.length];
    IntStream.range(0, c.inputs()).parallel().forEach(channel -> {
      for (int filter = 0; filter < c.channels(); filter++) {
        for (int tap = 0; tap < area; tap++) {
          int place = filter * c.taps() + channel * area + tap;
          double w = weights[place];
          if (w != 0) {
            double[] sum = new double[1];
            meet(c, filter, channel, tap, (from, to) -> {
              double products = 0;
              for (int sample = 0; sample < batch; sample++) {
                dx[to + sample] += w * dy[from + sample];
                products += x[to + sample] * dy[from + sample];
              }
              sum[0] += products;
            });
            dw[place] = sum[0];
          }
        }
      }
    });
    descend(weights, dw);
  }
}
