package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.IdxFiles;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.Blueprint;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A published table that can be run anew. */
interface Table {

  /** What {@code -Dtable} calls it. */
  String name();

  /** What is run with each seed, in the order in which its rows are printed. */
  List<Experiment> experiments();

  /** The data that it is about, from a directory: the four IDX files of MNIST where it says nothing else. */
  default TrainTest load(Path directory) {
    return IdxFiles.loadDirectory(directory);
  }

  /** Whether it measures time, so that nothing else may run beside it. */
  default boolean timed() {
    return false;
  }

  /**
   * A row before it is run.
   *
   * @param published the published error in percent, as printed there
   * @param source where
   */
  record Setting(String network, String name, String published, String source) {}

  /**
   * What one run fills: one row, or several.
   *
   * @param run brings one outcome a setting, in their order
   * @param networks what it trains, under its policies and settings: everything that its outcomes depend on but seed and
   *     data, so that a run that is done is kept; empty where it is not
   */
  record Experiment(List<Setting> settings, Run run, List<Blueprint> networks) {

    /** Keeps its own copies. */
    public Experiment {
      settings = List.copyOf(settings);
      networks = List.copyOf(networks);
    }

    /** One whose runs are not kept. */
    public Experiment(List<Setting> settings, Run run) {
      this(settings, run, List.of());
    }

    /** Of one row. */
    static Experiment of(Setting setting, SingleRun run) {
      return new Experiment(List.of(setting), (data, seed) -> List.of(run.train(data, seed)));
    }

    /** The same, whose runs are kept. */
    static Experiment of(Setting setting, SingleRun run, Blueprint network) {
      return new Experiment(
          List.of(setting), (data, seed) -> List.of(run.train(data, seed)), List.of(network));
    }
  }

  /** Trains what fills the rows of an experiment, all steps in the caller's thread. Deterministic by its seed. */
  @FunctionalInterface
  interface Run {
    List<Outcome> train(TrainTest data, long seed);
  }

  /** The same where there is one row. */
  @FunctionalInterface
  interface SingleRun {
    Outcome train(TrainTest data, long seed);
  }

  /**
   * What came of one run for one row.
   *
   * @param error test error in percent
   * @param sparsity share of zeros, 0 to 1
   * @param facts what else was measured, by name; every seed brings the same names
   */
  record Outcome(double error, double sparsity, Map<String, Double> facts) {

    /** Keeps its own copy. */
    public Outcome {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** An outcome without more facts. */
    public Outcome(double error, double sparsity) {
      this(error, sparsity, Map.of());
    }

    /** The same with one more fact. */
    Outcome with(String fact, double value) {
      Map<String, Double> more = new LinkedHashMap<>(facts);
      more.put(fact, value);
      return new Outcome(error, sparsity, more);
    }
  }
}
