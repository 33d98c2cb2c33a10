package dev.espalier.runtime.train;

import java.nio.file.Path;

/**
 * Where and how often a run saves itself; also when it is interrupted, and at its end.
 *
 * @param path the file, replaced as a whole each time
 * @param everySteps steps from one checkpoint to the next, at least 1
 */
public record CheckpointSettings(Path path, int everySteps) {

  /** Checks the number of steps. */
  public CheckpointSettings {
    if (everySteps < 1) {
      throw new IllegalArgumentException(
          "A checkpoint is written every so many steps, at least 1, and " + everySteps + " was given.");
    }
  }
}
