package dev.espalier.runtime.train;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.progress.EpochSummary;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.ProgressMeter;
import dev.espalier.runtime.progress.TrainingStart;
import dev.espalier.runtime.progress.TrainingSummary;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.schedule.RunLength;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells a listener what a run does. A step allocates nothing here. */
final class RunReporter {

  private final TrainingTask task;
  private final Listener listener;
  private final RunLength length;
  private final ProgressMeter meter;
  private double epochStart;
  private float sparsity;
  private double[] sparsitiesBefore = {};

  RunReporter(TrainingTask task, RunLength length, Listener listener) {
    this.task = task;
    this.listener = listener;
    this.length = length;
    this.meter = new ProgressMeter(length.totalEpochs(), length.stepsPerEpoch());
  }

  void started(Dataset data, RunState state) {
    long weights = 0;
    for (Parameter parameter : task.parameters()) {
      weights += parameter.size();
    }
    listener.trainingStarted(new TrainingStart(task.blueprint().name(), data.name(), data.size(), length.totalEpochs(),
        length.stepsPerEpoch(), task.blueprint().train().batch(), weights, state.completed));
    startEpoch(state);
    meter.restore(state.lossSum, (double) state.correctSum, state.sampleSum);
    sparsity = (float) TrainingTask.sparsity(task.layers());
  }

  void startEpoch(RunState state) {
    meter.epoch((int) (state.completed / length.stepsPerEpoch()) + 1,
        (int) (state.completed % length.stepsPerEpoch()));
    epochStart = meter.seconds();
  }

  void step(float loss, int correct, int count, double learningRate) {
    meter.step(loss, correct < 0 ? Float.NaN : (float) correct / count, count, sparsity, (float) learningRate);
    listener.stepCompleted(meter);
  }

  void epoch(EpochRecord epoch) {
    listener.epochCompleted(new EpochSummary(epoch.epoch(), length.totalEpochs(), (float) epoch.trainLoss(),
        (float) epoch.trainAccuracy(), (float) epoch.testLoss(), (float) epoch.testAccuracy(), sparsity,
        (float) epoch.learningRate(), meter.seconds() - epochStart));
  }

  /** Notes the sparsities, to be told with {@link #pruned}. */
  void beforePruning() {
    sparsitiesBefore = task.layers().stream().mapToDouble(RunReporter::sparsity).toArray();
  }

  void pruned(long completed, List<PruningEvent> events) {
    float before = sparsity;
    sparsity = (float) TrainingTask.sparsity(task.layers());
    List<dev.espalier.runtime.progress.PruningEvent.Layer> changed = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (PruningEvent event : events) {
      int index = task.blueprint().indexOf(event.layer());
      changed.add(new dev.espalier.runtime.progress.PruningEvent.Layer(event.layer(),
          (float) sparsitiesBefore[index], (float) sparsity(task.layers().get(index))));
      if (event.scoresEqual()) {
        notes.add(event.layer() + ": all " + task.layers().get(index).info().policy().criterionName()
            + " scores are equal; groups went in the order of their indices");
      }
    }
    int epoch = (int) ((completed + length.stepsPerEpoch() - 1) / length.stepsPerEpoch());
    listener.pruned(new dev.espalier.runtime.progress.PruningEvent(epoch, completed, changed, before, sparsity,
        (float) events.getFirst().accuracyBefore(), (float) events.getFirst().accuracyAfter(), notes));
  }

  void checkpoint(Path path) {
    listener.checkpointWritten(path);
  }

  void completed(RunState state, boolean interrupted) {
    boolean none = state.epochs.isEmpty();
    listener.trainingCompleted(new TrainingSummary(state.epochs.size(), state.completed,
        none ? Float.NaN : (float) state.epochs.getLast().trainLoss(),
        none ? Float.NaN : (float) state.history().finalAccuracy(), sparsity, meter.seconds(), interrupted));
  }

  private static double sparsity(LayerParameters layer) {
    return layer.weight() == null ? 0 : layer.weight().sparsity();
  }
}
