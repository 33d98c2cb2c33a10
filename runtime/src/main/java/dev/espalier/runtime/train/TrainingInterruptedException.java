package dev.espalier.runtime.train;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The training thread was interrupted between two steps. Its interrupt flag is cleared; a checkpoint is written where
 * one was asked for, and the run goes on from it bit for bit.
 */
public final class TrainingInterruptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long completedSteps;
  private final transient Path checkpoint;

  TrainingInterruptedException(long completedSteps, Path checkpoint) {
    super("Training was interrupted after " + completedSteps + " steps. "
        + (checkpoint == null
            ? "Nothing was saved.\n  Fix: give the builder .checkpoint(path, everySteps) for long runs."
            : "The checkpoint " + checkpoint + " holds them.\n  Fix: go on with .resume(Path.of(\"" + checkpoint
                + "\")) on the builder and the same data."));
    this.completedSteps = completedSteps;
    this.checkpoint = checkpoint;
  }

  /** Steps that were completed. */
  public long completedSteps() {
    return completedSteps;
  }

  /** The checkpoint that was written, if any. */
  public Optional<Path> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }
}
