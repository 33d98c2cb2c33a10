package dev.espalier.samples.reproduce;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.GateCost;
import dev.espalier.runtime.cost.SelectionCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.dynamic.PrunedWhole;
import dev.espalier.samples.reproduce.Table.Experiment;
import dev.espalier.samples.reproduce.Table.Outcome;
import dev.espalier.samples.reproduce.Table.Setting;
import java.util.function.Supplier;

/**
 * The small convolutional networks of {@code samples.dynamic}, all trained alike on the first records of a data set.
 */
final class Convnets {

  static final String NAME = "Convnet";

  private static final int TRAINED = 5_000;
  private static final int COUNTED = 1_000;

  private Convnets() {}

  /** Builds a network for a run; what a run may change was changed. */
  interface Building<N extends PrunableNetwork> extends Supplier<NetworkBuilder<N>> {}

  /** Fits a network; the generated classes have no common method for it. */
  interface Fitting<N extends PrunableNetwork> {
    void fit(N net, Dataset train, Dataset test, Listener listener);
  }

  /** Every weight stays. */
  static NetworkBuilder<PrunedWhole> whole() {
    return PrunedWhole.builder().keep("stem").keep("maps").keep("features");
  }

  /** A row. */
  static <N extends PrunableNetwork> Experiment experiment(String name, Building<N> building, Fitting<N> fitting) {
    return Experiment.of(
        new Setting(NAME, name, "-", "-"), (data, seed) -> outcome(data, trained(data, seed, building, fitting)));
  }

  static <N extends PrunableNetwork> N trained(
      TrainTest data, long seed, Building<N> building, Fitting<N> fitting) {
    N net = building.get().seed(seed).workers(Workers.of(1)).build();
    fitting.fit(net, data.train().take(TRAINED), data.test().take(COUNTED), Listener.none());
    return net;
  }

  /** Errors over the whole test set; multiply-adds static and dynamic, over its first records. */
  static Outcome outcome(TrainTest data, PrunableNetwork net) {
    CostReport cost = net.cost(data.test().take(COUNTED));
    double operations = 0;
    for (SelectionCost selection : cost.dynamic().selections()) {
      operations += selection.operations();
    }
    for (GateCost gate : cost.dynamic().gates()) {
      operations += gate.operations();
    }
    return new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity())
        .with("MACs static", (double) cost.macs().pruned())
        .with("MACs of filters run", cost.gatedMacs())
        .with("MACs on non-zero inputs", cost.inputs().exactMacs())
        .with("operations", operations);
  }
}
