package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import java.util.List;

/** A published table that can be run anew. */
interface Table {

  /** What {@code -Dtable} calls it. */
  String name();

  /** The settings, in the order in which they are printed. */
  List<Setting> settings();

  /**
   * One row before it is run.
   *
   * @param published the published error in percent, as printed there
   * @param source where
   */
  record Setting(String network, String name, String published, String source, Run run) {}

  /** Trains one network. Deterministic by its seed. */
  interface Run {
    Outcome train(TrainTest data, long seed);
  }

  /**
   * What came of one run.
   *
   * @param error test error in percent
   * @param sparsity share of zeros, 0 to 1
   */
  record Outcome(double error, double sparsity) {}
}
