package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedLeNet300;
import java.util.List;

/**
 * LeNet-300-100 on MNIST, dense and pruned by magnitude over the whole network while it trains. The published sparse
 * figures
 * are those of SNIP (Lee 2019, Table 1), which prunes at initialisation.
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
  public List<Setting> settings() {
    return List.of(
        new Setting("LeNet300", "dense", "1.6-1.9", "LeCun 1998; Lee 2019", (data, seed) -> dense(data, seed)),
        new Setting("LeNet300", "95 % sparse", "1.6", SNIP, (data, seed) -> sparse(data, seed, 0.95)),
        new Setting("LeNet300", "98 % sparse", "2.4", SNIP, (data, seed) -> sparse(data, seed, 0.98)));
  }

  private static Outcome dense(TrainTest data, long seed) {
    return train(data, builder(seed, DENSE_EPOCHS).keep("hidden1").keep("hidden2").keep("logits"));
  }

  private static Outcome sparse(TrainTest data, long seed, double sparsity) {
    SchedulePlan ramp = SchedulePlan.gradual(RAMP_START, RAMP_END, STEPS_BETWEEN_PRUNINGS);
    NetworkBuilder<PrunedLeNet300> builder = builder(seed, SPARSE_EPOCHS);
    for (String layer : List.of("hidden1", "hidden2", "logits")) {
      builder.policy(layer, p -> p.sparsity(sparsity).schedule(ramp));
    }
    return train(data, builder);
  }

  private static NetworkBuilder<PrunedLeNet300> builder(long seed, int epochs) {
    return PrunedLeNet300.builder().seed(seed).train(t -> t.epochs(epochs));
  }

  private static Outcome train(TrainTest data, NetworkBuilder<PrunedLeNet300> builder) {
    PrunedLeNet300 net = builder.build();
    net.fit(data.train(), data.test(), Listener.none());
    return new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity());
  }
}
