package dev.espalier.runtime.progress;

import java.nio.file.Path;

/** Tells several listeners in turn. */
final class CombinedListener implements Listener {

  private final Listener[] listeners;

  CombinedListener(Listener... listeners) {
    this.listeners = listeners.clone();
  }

  @Override
  public void trainingStarted(TrainingStart start) {
    for (Listener listener : listeners) {
      listener.trainingStarted(start);
    }
  }

  @Override
  public void stepCompleted(StepProgress progress) {
    for (Listener listener : listeners) {
      listener.stepCompleted(progress);
    }
  }

  @Override
  public void epochCompleted(EpochSummary epoch) {
    for (Listener listener : listeners) {
      listener.epochCompleted(epoch);
    }
  }

  @Override
  public void pruned(PruningEvent event) {
    for (Listener listener : listeners) {
      listener.pruned(event);
    }
  }

  @Override
  public void checkpointWritten(Path path) {
    for (Listener listener : listeners) {
      listener.checkpointWritten(path);
    }
  }

  @Override
  public void trainingCompleted(TrainingSummary summary) {
    for (Listener listener : listeners) {
      listener.trainingCompleted(summary);
    }
  }
}
