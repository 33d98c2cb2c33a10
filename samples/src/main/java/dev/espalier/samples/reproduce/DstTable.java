package dev.espalier.samples.reproduce;

import java.util.List;

/**
 * The sparsities of Dynamic Sparse Training (Liu, Xu, Shi, Cheung, So 2020, Table 1), reached along a cubic ramp by
 * magnitude over the whole network. The paper learns a threshold a neuron instead; what both have in common is that
 * pruning and training are one run.
 */
final class DstTable implements Table {

  private static final String SOURCE = "DST (Liu 2020), Table 1";

  @Override
  public String name() {
    return "dst";
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        experiment("GRADUAL, 7.87 % left", 0.9213, "1.88"), experiment("GRADUAL, 2.48 % left", 0.9752, "2.31 +- 0.14"));
  }

  private static Experiment experiment(String name, double sparsity, String published) {
    return Experiment.of(
        new Setting(LeNets.NAME, name, published, SOURCE),
        (data, seed) -> LeNet300Table.gradual(data, seed, sparsity));
  }
}
