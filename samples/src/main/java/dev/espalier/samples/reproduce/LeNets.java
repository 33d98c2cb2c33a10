package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedLeNet300;
import dev.espalier.samples.reproduce.Table.Outcome;
import java.util.List;
import java.util.function.UnaryOperator;

/** LeNet-300-100 as the tables train it: all steps of a run in the thread that runs it. */
final class LeNets {

  static final String NAME = "LeNet300";
  static final List<String> LAYERS = List.of("hidden1", "hidden2", "logits");

  private LeNets() {}

  /** Under the settings of the interface: Adam, half a cosine, batches of 60. */
  static NetworkBuilder<PrunedLeNet300> builder(long seed, int epochs) {
    return PrunedLeNet300.builder().seed(seed).workers(Workers.of(1)).train(t -> t.epochs(epochs));
  }

  /** The same with every layer dense. */
  static NetworkBuilder<PrunedLeNet300> dense(long seed, int epochs) {
    NetworkBuilder<PrunedLeNet300> builder = builder(seed, epochs);
    LAYERS.forEach(builder::keep);
    return builder;
  }

  /** The same with every layer under a policy. */
  static NetworkBuilder<PrunedLeNet300> pruned(long seed, int epochs, UnaryOperator<PrunePolicy> policy) {
    NetworkBuilder<PrunedLeNet300> builder = builder(seed, epochs);
    LAYERS.forEach(layer -> builder.policy(layer, policy));
    return builder;
  }

  /** Trains it. */
  static PrunedLeNet300 fit(TrainTest data, NetworkBuilder<PrunedLeNet300> builder) {
    PrunedLeNet300 net = builder.build();
    net.fit(data.train(), data.test(), Listener.none());
    return net;
  }

  /** What came of it at the end of its training. */
  static Outcome outcome(TrainTest data, PrunedLeNet300 net) {
    return new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity());
  }
}
