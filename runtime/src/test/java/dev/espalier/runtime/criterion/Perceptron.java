package dev.espalier.runtime.criterion;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.model.WeightStep;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.TaskSamples;
import dev.espalier.runtime.train.TrainingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dense layers of any widths in plain loops, TANH or RELU between them, as a generated class looks to the runtime. As
 * generated code may, it writes gradients over values that it is through with: those of layer i over the values of i.
 */
final class Perceptron extends PrunableNetwork {

  private final int[] widths;
  private final boolean tanh;
  private Runnable beforeUpdate = () -> {};

  private Perceptron(Blueprint blueprint, dev.espalier.runtime.model.RunOptions options, int[] widths, boolean tanh) {
    super(blueprint, options);
    this.widths = widths;
    this.tanh = tanh;
  }

  /** A builder of one under a policy for every layer. */
  static NetworkBuilder<Perceptron> builder(PrunePolicy policy, Loss loss, boolean tanh, int... widths) {
    List<LayerInfo> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(new LayerInfo("layer" + i, "Dense", List.of(i == 1 ? "x" : "layer" + (i - 1)),
          Layout.vector(widths[i]), WeightGeometry.dense(widths[i], widths[i - 1], true), policy));
    }
    TrainSettings settings = new TrainSettings(
        loss, OptimizerSettings.sgd(0.1, 0.9), LearningRateSettings.constant(), 24, 30);
    int lines = Arrays.stream(widths).sum();
    int last = widths[widths.length - 1];
    Layout input = Layout.vector(widths[0]);
    Blueprint blueprint = new Blueprint("Perceptron", "1".repeat(64),
        List.of(new InputInfo("x", List.of(widths[0]), input, 0, input, 0)), layers, settings,
        2 * lines - widths[0], lines, lines - last, 2 * lines - last - widths[0], lines - last);
    return new NetworkBuilder<>(blueprint, (b, options) -> new Perceptron(b, options, widths, tanh));
  }

  /** Runs between the backward pass and the update of each step. */
  Perceptron beforeUpdate(Runnable look) {
    beforeUpdate = look;
    return this;
  }

  History fit(Dataset train, Listener listener) {
    try (TrainingRun run = startTraining(train, train, listener)) {
      while (run.nextBatch()) {
        run.propagate();
        run.gradients();
        beforeUpdate.run();
        run.update();
        run.completeStep();
      }
      return run.history();
    }
  }

  /** Itself, after {@link #fit}. */
  Perceptron fitted(Dataset train) {
    fit(train, Listener.none());
    return this;
  }

  /** The network over samples, as the pruner sees it. */
  TaskSamples samples(Dataset data) {
    return new TaskSamples(task(), data);
  }

  /** The scores of every weight of a layer by a policy of its own. */
  float[] scores(int layer, PrunePolicy policy, Dataset data) {
    float[] scores = new float[layers().get(layer).weight().size()];
    Criteria.of(policy).score(new Scoring(layer, evidence(policy, data)), scores);
    return scores;
  }

  /** What a pruning of all layers by one policy looks at. */
  Evidence evidence(PrunePolicy policy, Dataset data) {
    List<LayerParameters> scored = layers().stream()
        .map(l -> new LayerParameters(l.info().policy(policy), l.weight(), l.bias()))
        .toList();
    scored.stream().filter(l -> l.weight().mask() == null).forEach(Pruner::attachMask);
    return new Evidence(samples(data), scored, seed(), 0);
  }

  @Override
  protected int[] valueLines() {
    int[] lines = new int[layers().size()];
    int line = widths[0];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = line;
      line += widths[i + 1];
    }
    return lines;
  }

  @Override
  protected void forward(float[] slab, int base, int lanes) {
    int in = base;
    for (int i = 0; i < layers().size(); i++) {
      int out = in + widths[i] * lanes;
      float[] w = layers().get(i).weight().values();
      boolean active = i < layers().size() - 1;
      for (int row = 0; row < widths[i + 1]; row++) {
        for (int l = 0; l < lanes; l++) {
          float sum = layers().get(i).bias().values()[row];
          for (int c = 0; c < widths[i]; c++) {
            sum += w[row * widths[i] + c] * slab[in + c * lanes + l];
          }
          slab[out + row * lanes + l] = !active ? sum : tanh ? (float) Math.tanh(sum) : Math.max(0, sum);
        }
      }
      in = out;
    }
  }

  private int gradientLine(int layer) {
    return Arrays.stream(widths).sum() + valueLines()[layer] - widths[0];
  }

  @Override
  protected void backward(float[] slab, int base, int lanes) {
    int[] lines = valueLines();
    for (int i = layers().size() - 1; i > 0; i--) {
      int in = base + lines[i - 1] * lanes;
      int to = base + gradientLine(i - 1) * lanes;
      int gradient = base + gradientLine(i) * lanes;
      float[] w = layers().get(i).weight().values();
      for (int c = 0; c < widths[i]; c++) {
        for (int l = 0; l < lanes; l++) {
          float sum = 0;
          for (int row = 0; row < widths[i + 1]; row++) {
            sum += w[row * widths[i] + c] * slab[gradient + row * lanes + l];
          }
          float y = slab[in + c * lanes + l];
          slab[to + c * lanes + l] = tanh ? sum * (1 - y * y) : y > 0 ? sum : 0;
        }
      }
    }
  }

  @Override
  protected List<WeightStep> weightSteps() {
    List<WeightStep> steps = new ArrayList<>();
    for (int i = 0; i < layers().size(); i++) {
      steps.add(new WeightStep(i, i == 0 ? 0 : valueLines()[i - 1], gradientLine(i), false, false, false));
    }
    return steps;
  }

  @Override
  protected void gradients(int layer, float[] slab, int base, int lanes, float[] weights, float[] biases) {
    int in = base + (layer == 0 ? 0 : valueLines()[layer - 1]) * lanes;
    parameterGradients(layers().get(layer), slab, in, base + gradientLine(layer) * lanes, lanes, weights, biases);
  }

  private static void parameterGradients(LayerParameters layer, float[] slab, int in, int gradient, int lanes,
      float[] weights, float[] biases) {
    int columns = layer.weight().columns();
    for (int row = 0; row < layer.weight().rows(); row++) {
      float biasSum = 0;
      for (int l = 0; l < lanes; l++) {
        biasSum += slab[gradient + row * lanes + l];
      }
      biases[row] = biasSum;
      for (int c = 0; c < columns; c++) {
        float sum = 0;
        for (int l = 0; l < lanes; l++) {
          sum += slab[gradient + row * lanes + l] * slab[in + c * lanes + l];
        }
        weights[row * columns + c] = sum;
      }
    }
  }
}
