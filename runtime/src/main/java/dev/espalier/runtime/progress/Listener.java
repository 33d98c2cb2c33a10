package dev.espalier.runtime.progress;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Hears what a training run does. All methods are called in the training thread; what one throws ends the run.
 */
public interface Listener {

  /** Before the first step. */
  default void trainingStarted(TrainingStart start) {}

  /** After every step. Read the progress during the call only, and do not allocate where steps must not. */
  default void stepCompleted(StepProgress progress) {}

  /** After an epoch and its evaluation. */
  default void epochCompleted(EpochSummary epoch) {}

  /** After masks have changed. */
  default void pruned(PruningEvent event) {}

  /** After a checkpoint stands whole on disk. */
  default void checkpointWritten(Path path) {}

  /** After the last step, or when the run was interrupted. */
  default void trainingCompleted(TrainingSummary summary) {}

  /** Says nothing. */
  static Listener none() {
    return of();
  }

  /** Tells each in turn. */
  static Listener of(Listener... listeners) {
    return new CombinedListener(listeners);
  }

  /**
   * Writes to standard output: on a terminal a bar that is redrawn in place at most ten times a second, elsewhere (and
   * where TERM is "dumb") a line for each epoch and each pruning.
   */
  static Listener console() {
    return console(System.out, Terminal.isInteractive());
  }

  /** The same to a stream of one's own, with the bar or without. */
  static Listener console(PrintStream out, boolean terminal) {
    return new ConsoleListener(out, terminal, Terminal.columns(), System::nanoTime);
  }
}
