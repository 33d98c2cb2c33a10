package dev.espalier.runtime.sensitivity;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.train.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prunes each layer alone to one sparsity after the other, and puts everything back. */
public final class SensitivityAnalysis {

  private static final double[] SPARSITIES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98};

  private final String network;
  private final List<LayerParameters> layers;
  private final Function<List<LayerParameters>, Pruner> pruners;
  private final Supplier<Evaluation> evaluation;
  private final Supplier<CostReport> cost;

  /**
   * An analysis.
   *
   * @param pruners makes a pruner of layers
   * @param evaluation evaluates the network as it is then
   * @param cost counts what it costs then
   */
  public SensitivityAnalysis(String network, List<LayerParameters> layers,
      Function<List<LayerParameters>, Pruner> pruners, Supplier<Evaluation> evaluation, Supplier<CostReport> cost) {
    this.network = network;
    this.layers = layers;
    this.pruners = pruners;
    this.evaluation = evaluation;
    this.cost = cost;
  }

  /**
   * Analyses every layer with a policy, by its granularity and criterion. Whatever happens, parameters, masks and
   * optimizer state are afterwards what they were, bit for bit.
   *
   * @param step completed steps of training
   * @param sparsities to try, in (0, 1); none stands for 0.1 to 0.9, 0.95 and 0.98
   * @throws IllegalArgumentException when a sparsity is not in (0, 1)
   * @throws IllegalStateException when no layer has a policy
   */
  public Sensitivity analyse(long step, double... sparsities) {
    double[] tried = (sparsities.length == 0 ? SPARSITIES : sparsities).clone();
    Arrays.sort(tried);
    for (double sparsity : tried) {
      if (!(sparsity > 0 && sparsity < 1)) {
        throw new IllegalArgumentException(
            "A sparsity of " + sparsity + " was to be tried; it is a share in (0, 1).\n  Fix: use values such as 0.9.");
      }
    }
    Evaluation whole = evaluation.get();
    CostReport costs = cost.get();
    LayerCosts others = LayerCosts.of(costs);
    List<LayerSensitivity> curves = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).info().pruned()) {
        String name = layers.get(i).info().name();
        LayerCosts own = LayerCosts.of(costs, name);
        others = others.minus(own);
        double sparsity = layers.get(i).weight().sparsity();
        List<SensitivityPoint> points = new ArrayList<>();
        points.add(new SensitivityPoint(sparsity, sparsity, whole.loss(), whole.accuracy(), own));
        points.addAll(curve(i, step, isFree(layers.get(i)) ? tried : new double[] {fixed(layers.get(i))}));
        curves.add(new LayerSensitivity(name, points));
      }
    }
    if (curves.isEmpty()) {
      throw new IllegalStateException(network + " has no layer with a policy, and nothing to analyse.\n"
          + "  Fix: add @Prune, or give layers a policy in the builder.");
    }
    return new Sensitivity(network, whole.count(), whole.loss(), whole.accuracy(), curves, others);
  }

  /** Whether a layer can be pruned to any sparsity: N_OF_M has that of its n and m. */
  private static boolean isFree(LayerParameters layer) {
    return layer.info().policy().granularity() != Granularity.N_OF_M;
  }

  private static double fixed(LayerParameters layer) {
    GroupShape shape = layer.info().policy().shape();
    return 1 - (double) shape.n() / shape.m();
  }

  private List<SensitivityPoint> curve(int index, long step, double[] sparsities) {
    LayerParameters layer = layers.get(index);
    List<Parameter> parameters = touched(layer);
    List<Parameter.Saved> saved = parameters.stream().map(Parameter::save).toList();
    List<SensitivityPoint> points = new ArrayList<>();
    try {
      for (double sparsity : sparsities) {
        prune(index, step, sparsity);
        Evaluation result = evaluation.get();
        points.add(new SensitivityPoint(sparsity, layer.weight().sparsity(), result.loss(), result.accuracy(),
            LayerCosts.of(cost.get(), layer.info().name())));
        restore(parameters, saved);
      }
    } finally {
      restore(parameters, saved);
    }
    return points;
  }

  /** Prunes one layer by its policy, but to this sparsity, once. */
  private void prune(int index, long step, double sparsity) {
    List<LayerParameters> changed = new ArrayList<>(layers);
    LayerParameters layer = layers.get(index);
    PrunePolicy once =
        layer.info().policy().sparsity(sparsity).schedule(SchedulePlan.oneShot(-1))
            .scope(Scope.LAYER).ranking(RankingPlan.DEFAULT);
    changed.set(index, layer.info(layer.info().policy(once)));
    double[] sparsities = new double[layers.size()];
    Arrays.fill(sparsities, Pruner.NOT_NOW);
    sparsities[index] = sparsity;
    pruners.apply(changed).prune(step, sparsities);
  }

  /** What pruning a layer changes. */
  private static List<Parameter> touched(LayerParameters layer) {
    List<Parameter> touched = new ArrayList<>(layer.all());
    if (layer.normalizedBy() != null) {
      touched.add(layer.normalizedBy().scale());
    }
    return touched;
  }

  private static void restore(List<Parameter> parameters, List<Parameter.Saved> saved) {
    for (int i = 0; i < saved.size(); i++) {
      parameters.get(i).restore(saved.get(i));
    }
  }
}
