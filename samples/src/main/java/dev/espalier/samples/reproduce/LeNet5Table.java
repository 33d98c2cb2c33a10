package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import java.util.List;

/**
 * LeNet-5-Caffe on MNIST, dense and pruned by magnitude over the whole network while it trains. The published sparse
 * figures are those of SNIP (Lee 2019, Table 1), which prunes at initialisation.
 */
final class LeNet5Table implements Table {

  private static final String NETWORK = "LeNet5Caffe";
  private static final String SNIP = "SNIP (Lee 2019), Table 1";
  private static final int DENSE_EPOCHS = 12;
  private static final int SPARSE_EPOCHS = 20;
  private static final double RAMP_START = 1;
  private static final double RAMP_END = 13;
  private static final int STEPS_BETWEEN_PRUNINGS = 200;

  @Override
  public String name() {
    return "lenet5";
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        Experiment.of(new Setting(NETWORK, "dense", "-", "-"), LeNet5Table::dense),
        Experiment.of(new Setting(NETWORK, "98 % sparse", "0.8", SNIP), (data, seed) -> gradual(data, seed, 0.98)),
        Experiment.of(new Setting(NETWORK, "99 % sparse", "1.1", SNIP), (data, seed) -> gradual(data, seed, 0.99)));
  }

  private static Outcome dense(TrainTest data, long seed) {
    NetworkBuilder<PrunedLeNet5Caffe> builder = builder(seed, DENSE_EPOCHS);
    List.of("conv1", "conv2", "hidden", "logits").forEach(builder::keep);
    return outcome(data, builder.build());
  }

  /** Along a cubic ramp, every layer's weights ranked together. */
  private static Outcome gradual(TrainTest data, long seed, double sparsity) {
    SchedulePlan ramp = SchedulePlan.gradual(RAMP_START, RAMP_END, STEPS_BETWEEN_PRUNINGS);
    return outcome(
        data, builder(seed, SPARSE_EPOCHS).policies(p -> p.sparsity(sparsity).schedule(ramp)).build());
  }

  private static NetworkBuilder<PrunedLeNet5Caffe> builder(long seed, int epochs) {
    return PrunedLeNet5Caffe.builder().seed(seed).workers(Workers.of(1)).train(t -> t.epochs(epochs));
  }

  private static Outcome outcome(TrainTest data, PrunedLeNet5Caffe net) {
    net.fit(data.train(), data.test(), Listener.none());
    return new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity());
  }
}
