package dev.espalier.runtime.train;

import java.nio.file.Path;

/** Training has diverged: the loss or a weight is NaN or infinite. No checkpoint is written from then on. */
public final class NonFiniteLossException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long step;
  private final int epoch;

  NonFiniteLossException(long step, int epoch, String finding, Path lastCheckpoint) {
    super("Training stopped in step " + step + " (epoch " + epoch + "): " + finding
        + ".\n  Fix: lower the learning rate, or give @LearningRate a warm-up; "
        + (lastCheckpoint == null
            ? "no checkpoint was written, .checkpoint(path, everySteps) on the builder writes them."
            : "the last good checkpoint is kept, resume it with .resume(Path.of(\"" + lastCheckpoint + "\"))."));
    this.step = step;
    this.epoch = epoch;
  }

  /** The step, counted from 0. */
  public long step() {
    return step;
  }

  /** The epoch, counted from 1. */
  public int epoch() {
    return epoch;
  }
}
