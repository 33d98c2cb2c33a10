package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.policy.SchedulePlan;
import java.util.List;

/**
 * LeNet-300-100 on MNIST, dense and pruned by magnitude over the whole network while it trains. The published sparse
 * figures are those of SNIP (Lee 2019, Table 1), which prunes at initialisation.
 */
final class LeNet300Table implements Table {

  private static final String SNIP = "SNIP (Lee 2019), Table 1";

  private static final int DENSE_EPOCHS = 20;
  private static final int SPARSE_EPOCHS = 40;
  private static final double RAMP_START = 2;
  private static final double RAMP_END = 26;
  private static final int STEPS_BETWEEN_PRUNINGS = 200;

  @Override
  public String name() {
    return "lenet300";
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        Experiment.of(
            new Setting(LeNets.NAME, "dense", "1.6-1.9", "LeCun 1998; Lee 2019"),
            (data, seed) -> LeNets.outcome(data, LeNets.fit(data, LeNets.dense(seed, DENSE_EPOCHS)))),
        Experiment.of(
            new Setting(LeNets.NAME, "95 % sparse", "1.6", SNIP), (data, seed) -> gradual(data, seed, 0.95)),
        Experiment.of(
            new Setting(LeNets.NAME, "98 % sparse", "2.4", SNIP), (data, seed) -> gradual(data, seed, 0.98)));
  }

  /** Along a cubic ramp, every layer's weights ranked together. */
  static Outcome gradual(TrainTest data, long seed, double sparsity) {
    SchedulePlan ramp = SchedulePlan.gradual(RAMP_START, RAMP_END, STEPS_BETWEEN_PRUNINGS);
    return LeNets.outcome(
        data, LeNets.fit(data, LeNets.pruned(seed, SPARSE_EPOCHS, p -> p.sparsity(sparsity).schedule(ramp))));
  }
}
