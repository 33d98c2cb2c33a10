package dev.espalier.runtime.train;

import dev.espalier.runtime.prune.PruningEvent;
import java.util.ArrayList;
import java.util.List;

/** Where a run stands between two steps, parameters left out: what a checkpoint must hold beside them. */
final class RunState {

  /** Steps completed. */
  long completed;

  /** Steps completed when training last started anew; 0 where it never did. */
  long restart;

  /** Sums over the samples of the epoch so far. */
  double lossSum;

  long correctSum;
  long sampleSum;

  /** For each parameter the values to rewind to; null before they are taken, and where none are. */
  float[][] rewindValues;

  final List<EpochRecord> epochs = new ArrayList<>();
  final List<PruningEvent> prunings = new ArrayList<>();
  final List<EvaluationRecord> evaluations = new ArrayList<>();

  /** Steps completed at each pruning that ended a round. */
  final List<Long> roundEnds = new ArrayList<>();

  void startEpoch() {
    lossSum = 0;
    correctSum = 0;
    sampleSum = 0;
  }

  History history() {
    return new History(epochs, prunings, evaluations, roundEnds);
  }
}
