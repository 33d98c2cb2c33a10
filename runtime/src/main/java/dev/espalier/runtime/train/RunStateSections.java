package dev.espalier.runtime.train;

import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.file.ContainerWriter;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.file.EspalierFileException.Reason;
import dev.espalier.runtime.prune.PruningEvent;
import java.util.List;

/** The position of a run and its history as sections of a checkpoint. */
final class RunStateSections {

  private static final int POSITION = 4;
  private static final int EPOCH_COLUMNS = 8;
  private static final int PRUNING_COLUMNS = 10;
  private static final int EVALUATION_COLUMNS = 3;

  private RunStateSections() {}

  static void put(ContainerWriter file, RunState state) {
    double[] epochs = new double[state.epochs.size() * EPOCH_COLUMNS];
    for (int i = 0; i < state.epochs.size(); i++) {
      EpochRecord epoch = state.epochs.get(i);
      row(epochs, i, epoch.epoch(), (double) epoch.step(), epoch.trainLoss(), epoch.trainAccuracy(), epoch.testLoss(),
          epoch.testAccuracy(), epoch.sparsity(), epoch.learningRate());
    }
    double[] prunings = new double[state.prunings.size() * PRUNING_COLUMNS];
    for (int i = 0; i < state.prunings.size(); i++) {
      PruningEvent event = state.prunings.get(i);
      row(prunings, i, (double) event.step(), event.askedSparsity(), event.scopeSparsity(),
          event.reachedSparsity(), event.threshold(), event.groupsRemoved(), event.groupsRegrown(),
          event.accuracyBefore(), event.accuracyAfter(), event.scoresEqual() ? 1 : 0);
    }
    double[] evaluations = new double[state.evaluations.size() * EVALUATION_COLUMNS];
    for (int i = 0; i < state.evaluations.size(); i++) {
      EvaluationRecord evaluation = state.evaluations.get(i);
      row(evaluations, i, (double) evaluation.step(), evaluation.testLoss(), evaluation.testAccuracy());
    }
    file.putLongs("position", state.completed, state.restart, state.correctSum, state.sampleSum)
        .putDouble("lossSum", state.lossSum)
        .putDoubles("epochs", epochs)
        .putDoubles("evaluations", evaluations)
        .putLongs("roundEnds", state.roundEnds.stream().mapToLong(Long::longValue).toArray())
        .putDoubles("prunings", prunings)
        .putString("prunedLayers", String.join("\n", state.prunings.stream().map(PruningEvent::layer).toList()));
  }

  static long completed(ContainerReader file) {
    return position(file)[0];
  }

  static void restore(ContainerReader file, RunState state) {
    long[] position = position(file);
    state.completed = position[0];
    state.restart = position[1];
    state.correctSum = position[2];
    state.sampleSum = position[3];
    state.lossSum = file.getDouble("lossSum");
    double[] e = file.getDoubles("epochs");
    for (int i = 0; i + EPOCH_COLUMNS <= e.length; i += EPOCH_COLUMNS) {
      state.epochs.add(new EpochRecord(
          (int) e[i], (long) e[i + 1], e[i + 2], e[i + 3], e[i + 4], e[i + 5], e[i + 6], e[i + 7]));
    }
    double[] p = file.getDoubles("prunings");
    List<String> layers = file.getString("prunedLayers").lines().toList();
    requireRows(file, "epochs", e.length, EPOCH_COLUMNS, e.length / EPOCH_COLUMNS);
    requireRows(file, "prunings", p.length, PRUNING_COLUMNS, layers.size());
    for (int i = 0; i < layers.size(); i++) {
      int at = i * PRUNING_COLUMNS;
      state.prunings.add(new PruningEvent((long) p[at], layers.get(i), p[at + 1], p[at + 2], p[at + 3], p[at + 4],
          (int) p[at + 5], (int) p[at + 6], p[at + 7], p[at + 8], p[at + 9] != 0));
    }
    double[] v = file.getDoubles("evaluations");
    requireRows(file, "evaluations", v.length, EVALUATION_COLUMNS, v.length / EVALUATION_COLUMNS);
    for (int i = 0; i < v.length; i += EVALUATION_COLUMNS) {
      state.evaluations.add(new EvaluationRecord((long) v[i], v[i + 1], v[i + 2]));
    }
    for (long end : file.getLongs("roundEnds")) {
      state.roundEnds.add(end);
    }
  }

  private static long[] position(ContainerReader file) {
    long[] position = file.getLongs("position");
    requireRows(file, "position", position.length, POSITION, 1);
    return position;
  }

  private static void requireRows(ContainerReader file, String section, int length, int columns, int rows) {
    if (length != columns * rows) {
      throw new EspalierFileException(Reason.CORRUPT, file.source(),
          "section '" + section + "': " + columns * rows + " values are expected, but it holds " + length,
          "resume from an earlier copy of the checkpoint, or train anew");
    }
  }

  private static void row(double[] table, int row, double... values) {
    System.arraycopy(values, 0, table, row * values.length, values.length);
  }
}
