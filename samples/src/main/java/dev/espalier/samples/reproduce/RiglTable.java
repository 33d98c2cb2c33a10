package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.samples.models.PrunedLeNet300;
import java.util.BitSet;
import java.util.List;

/**
 * RigL (Evci, Gale, Menick, Castro, Elsen 2020, Table 2): LeNet-300-100 with 99 % of the first and 89 % of the second
 * layer pruned from the start. The paper then takes out the neurons and pixels that no kept weight joins to the rest;
 * what is left there is a network of 408-100-69 neurons, 87 % of whose weights are zero. Ours is found the same way and
 * stands among the facts. Beside it LeNet-300-100 at 87 %, its layers at Erdős–Rényi densities.
 */
final class RiglTable implements Table {

  private static final String SOURCE = "RigL (Evci 2020), Table 2";
  private static final int EPOCHS = 100;
  private static final int BATCH = 100;
  private static final int STEPS_BETWEEN_CHANGES = 100;
  private static final double EXCHANGED = 0.3;

  @Override
  public String name() {
    return "rigl";
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        Experiment.of(
            new Setting(LeNets.NAME, "RigL, 87 % sparse", "1.44-1.48 (408-100-69)", SOURCE),
            (data, seed) -> run(data, throughout(seed))),
        Experiment.of(
            new Setting(LeNets.NAME, "RigL, 99-89-0 %, then compact", "1.44 (408-100-69, 87 %)", SOURCE),
            (data, seed) -> run(data, byLayer(seed))));
  }

  static NetworkBuilder<PrunedLeNet300> byLayer(long seed) {
    SchedulePlan schedule = SchedulePlan.dynamic(Regrow.GRADIENT, EXCHANGED, STEPS_BETWEEN_CHANGES);
    return LeNets.builder(seed, EPOCHS)
        .policy("hidden1", p -> p.sparsity(0.99).scope(Scope.LAYER).schedule(schedule))
        .policy("hidden2", p -> p.sparsity(0.89).scope(Scope.LAYER).schedule(schedule))
        .keep("logits");
  }

  /** Layer by layer at Erdős–Rényi densities. */
  private static NetworkBuilder<PrunedLeNet300> throughout(long seed) {
    SchedulePlan schedule = SchedulePlan.dynamic(Regrow.GRADIENT, EXCHANGED, STEPS_BETWEEN_CHANGES);
    return LeNets.pruned(
        seed,
        EPOCHS,
        p -> p.sparsity(0.87).schedule(schedule).ranking(p.ranking().densities(Densities.ERDOS_RENYI)));
  }

  private static Outcome run(TrainTest data, NetworkBuilder<PrunedLeNet300> builder) {
    PrunedLeNet300 net = LeNets.fit(data, builder.train(RiglTable::settings));
    return compact(LeNets.outcome(data, net), net);
  }

  private static TrainSettings settings(TrainSettings settings) {
    return settings.batch(BATCH).optimizer(OptimizerSettings.sgd(0.2, 0.9).nesterov(true).weightDecay(1e-4));
  }

  /** Adds what is left once pixels and neurons are gone that nothing reads, or that read nothing. */
  static Outcome compact(Outcome outcome, PrunedLeNet300 net) {
    Mask first = net.masks().get("hidden1");
    Mask second = net.masks().get("hidden2");
    BitSet pixels = new BitSet();
    BitSet neurons1 = new BitSet();
    BitSet neurons2 = new BitSet();
    BitSet read1 = new BitSet();
    int hidden1 = net.layer("hidden1").info().output().features();
    int columns = net.layer("hidden1").weight().size() / hidden1;
    for (int index : second.keptIndices()) {
      read1.set(index % hidden1);
    }
    for (int index : first.keptIndices()) {
      pixels.set(index % columns);
      neurons1.set(index / columns);
    }
    neurons1.and(read1);
    long weights = 0;
    for (int index : first.keptIndices()) {
      weights += neurons1.get(index / columns) ? 1 : 0;
    }
    for (int index : second.keptIndices()) {
      if (neurons1.get(index % hidden1)) {
        neurons2.set(index / hidden1);
        weights++;
      }
    }
    int classes = net.layer("logits").info().output().features();
    int logits = net.layer("logits").weight().keptCount();
    weights += (long) logits * neurons2.cardinality() / net.layer("hidden2").info().output().features();
    long size =
        (long) pixels.cardinality() * neurons1.cardinality()
            + (long) neurons1.cardinality() * neurons2.cardinality()
            + (long) neurons2.cardinality() * classes;
    return outcome
        .with("pixels", pixels.cardinality())
        .with("neurons1", neurons1.cardinality())
        .with("neurons2", neurons2.cardinality())
        .with("compactSparsity", 1 - (double) weights / size);
  }
}
