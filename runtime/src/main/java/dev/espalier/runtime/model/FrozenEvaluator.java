package dev.espalier.runtime.model;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.InputShape;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.train.BatchAnswers;
import dev.espalier.runtime.train.Evaluation;
import dev.espalier.runtime.train.LossFunction;

/** Evaluates a frozen network on a data set, in the records' order. */
final class FrozenEvaluator {
  private static final int BATCH = 64;

  private final Blueprint blueprint;
  private final FrozenSession session;

  FrozenEvaluator(Blueprint blueprint, FrozenSession session) {
    this.blueprint = blueprint;
    this.session = session;
  }

  /** The samples that are scored at once. */
  static int batch(Dataset data) {
    // At least two: losses are taken over lanes, which a session for one sample has not.
    return Math.clamp(data.size(), 2, BATCH);
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
    Slab slab = session.slab();
    LossFunction loss = LossFunction.of(kind, features, slab.lanes());
    BatchAnswers answers = new BatchAnswers(slab.lanes(), features, data.hasLabels());
    int[] records = new int[session.batch()];
    double sum = 0;
    long correct = 0;
    for (int from = 0; from < data.size(); from += session.batch()) {
      int count = Math.min(session.batch(), data.size() - from);
      for (int i = 0; i < count; i++) {
        records[i] = from + i;
      }
      session.run(data, inputs, records, count);
      answers.load(data, records, 0, count);
      int output = slab.address(blueprint.outputLineInference());
      sum += loss.compute(slab.values(), output, LossFunction.NO_GRADIENT, answers) * count;
      correct += loss.correct();
    }
    double accuracy = data.hasLabels() ? (double) correct / data.size() : Double.NaN;
    return new Evaluation(sum / data.size(), accuracy, data.size());
  }

  // A network without @Train has no loss of its own; the answers say which one they were made for.
  private Loss loss(Dataset data) {
    if (blueprint.train() != null) {
      return blueprint.train().loss();
    }
    return data.hasLabels() ? Loss.CROSS_ENTROPY : Loss.MEAN_SQUARED_ERROR;
  }
}
