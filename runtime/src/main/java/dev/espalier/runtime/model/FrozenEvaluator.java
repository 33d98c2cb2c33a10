package dev.espalier.runtime.model;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.BatchOrder;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.InputShape;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.train.BatchAnswers;
import dev.espalier.runtime.train.Evaluation;
import dev.espalier.runtime.train.LossFunction;
import java.util.Arrays;

/**
 * Evaluates a frozen network on a data set, in the records' order, sentences in that of their lengths. Losses are
 * summed by panels of {@value #PANEL} samples, however many threads compute them: the sum is the same in every bit.
 */
final class FrozenEvaluator {
  static final int PANEL = 64;

  private final Blueprint blueprint;
  private final FrozenSession session;

  FrozenEvaluator(Blueprint blueprint, FrozenSession session) {
    this.blueprint = blueprint;
    this.session = session;
  }

  Evaluation evaluate(Dataset data) {
    int[] inputs = data.requireInputs(blueprint.inputs().stream()
        .map(i -> new InputShape(i.name(), i.shape()))
        .toArray(InputShape[]::new));
    Loss kind = loss(data);
    if (kind == Loss.CROSS_ENTROPY) {
      data.requireLabelled();
    }
    int features = blueprint.output().output().features();
    data.requireOutputs(features);
    LossFunction loss = LossFunction.of(kind, features, PANEL);
    BatchOrder order =
        BatchOrder.sequential(data.size(), session.batch(), new TokenInputs(blueprint).lengths(data, inputs));
    int[] records = new int[session.batch()];
    BatchAnswers[] answers = answers(features, data.hasLabels());
    double sum = 0;
    long correct = 0;
    for (int batch = 0; batch < order.batches(); batch++) {
      int count = order.count(batch);
      System.arraycopy(order.records(), order.from(batch), records, 0, count);
      session.run(data, inputs, records, count);
      Panels panels = session.panels();
      for (int panel = 0; panel < panels.count() && panels.samples(panel, count) > 0; panel++) {
        Slab slab = panels.slab(panel);
        answers[panel].load(data, records, panels.first(panel), panels.samples(panel, count));
        int output = slab.address(blueprint.outputLineInference());
        sum += loss.compute(slab.values(), output, LossFunction.NO_GRADIENT, answers[panel])
            * panels.samples(panel, count);
        correct += loss.correct();
      }
    }
    double accuracy = data.hasLabels() ? (double) correct / data.size() : Double.NaN;
    return new Evaluation(sum / data.size(), accuracy, data.size());
  }

  private BatchAnswers[] answers(int features, boolean labelled) {
    BatchAnswers[] answers = new BatchAnswers[session.panels().count()];
    Arrays.setAll(answers, p -> new BatchAnswers(session.panels().slab(p).lanes(), features, labelled));
    return answers;
  }

  // A network without @Train has no loss of its own; the answers say which one they were made for.
  private Loss loss(Dataset data) {
    if (blueprint.train() != null) {
      return blueprint.train().loss();
    }
    return data.hasLabels() ? Loss.CROSS_ENTROPY : Loss.MEAN_SQUARED_ERROR;
  }
}
