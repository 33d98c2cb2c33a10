package dev.espalier.runtime.model;

import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.train.Checkpoint;
import dev.espalier.runtime.train.CheckpointSettings;

/**
 * What a network is made with beside its blueprint.
 *
 * @param seed what every random number follows from: initial values, batch order, dropout, random scores
 * @param checkpoint where its training saves itself; null where it does not
 * @param resumed the checkpoint that it takes its parameters from and goes on from; null for a new network
 * @param workers who share its large steps and its evaluations; null for those of the process
 */
public record RunOptions(long seed, CheckpointSettings checkpoint, Checkpoint resumed, Workers workers) {

  /** Puts the workers of the process where there are none. */
  public RunOptions {
    workers = workers == null ? Workers.shared() : workers;
  }

  /** A new network that does not save itself. */
  public static RunOptions seed(long seed) {
    return new RunOptions(seed, null, null, null);
  }
}
