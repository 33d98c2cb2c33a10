package dev.espalier.samples.reproduce;

import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import dev.espalier.samples.reproduce.Convnets.Building;
import java.util.List;

/**
 * LeNet-5-Caffe on MNIST, dense and pruned by magnitude over the whole network while it trains. The published sparse
 * figures are those of SNIP (Lee 2019, Table 1), which prunes at initialisation.
 */
final class LeNet5Table implements Table {

  private static final String NETWORK = "LeNet5Caffe";
  private static final String SNIP = "SNIP (Lee 2019), Table 1";
  private static final int DENSE_EPOCHS = 4;
  private static final int SPARSE_EPOCHS = 8;
  private static final double RAMP_START = 0.5;
  private static final double RAMP_END = 5;
  private static final int STEPS_BETWEEN_PRUNINGS = 100;
  private static final Learner<PrunedLeNet5Caffe> LENET =
      new Learner<>(PrunedLeNet5Caffe::builder, PrunedLeNet5Caffe::fit, PrunedLeNet5Caffe::freeze);

  @Override
  public String name() {
    return "lenet5";
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        experiment(new Setting(NETWORK, "dense", "-", "-"), () -> LENET.whole().train(t -> t.epochs(DENSE_EPOCHS))),
        experiment(new Setting(NETWORK, "98 % sparse", "0.8", SNIP), () -> gradual(0.98)),
        experiment(new Setting(NETWORK, "99 % sparse", "1.1", SNIP), () -> gradual(0.99)));
  }

  private static Experiment experiment(Setting setting, Building<PrunedLeNet5Caffe> building) {
    return Experiment.of(
        setting,
        (data, seed) -> LENET.outcome(LENET.trained(null, building.get(), seed, data), data.test()),
        building.get().blueprint());
  }

  /** Along a cubic ramp, every layer's weights ranked together. */
  private static NetworkBuilder<PrunedLeNet5Caffe> gradual(double sparsity) {
    SchedulePlan ramp = SchedulePlan.gradual(RAMP_START, RAMP_END, STEPS_BETWEEN_PRUNINGS);
    return LENET.building().get().policies(p -> p.sparsity(sparsity).schedule(ramp))
        .train(t -> t.epochs(SPARSE_EPOCHS));
  }
}
