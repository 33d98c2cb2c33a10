package dev.espalier.runtime.model;

import dev.espalier.runtime.cost.BudgetRules;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.Breach;
import dev.espalier.runtime.policy.BudgetLimits;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.structure.TieRules;
import dev.espalier.runtime.train.Checkpoint;
import dev.espalier.runtime.train.CheckpointSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Makes a network under other policies and settings than its annotations', through the compiler's own rules. Every
 * element of {@code @Prune}, {@code @Schedule}, {@code @Train}, {@code @Optimizer} and {@code @LearningRate} has its
 * method on the values that {@link #policy} and {@link #train} hand over:
 *
 * <pre>{@code
 * builder.policy("hidden1", p -> p.sparsity(0.98).schedule(s -> s.from(2).to(20)))
 *     .train(t -> t.epochs(40).optimizer(o -> o.learningRate(1e-3)))
 * }</pre>
 *
 * @param <N> the generated class
 */
public final class NetworkBuilder<N> {

  private final BiFunction<Blueprint, RunOptions, N> factory;
  private final List<Problem> unknownLayers = new ArrayList<>();
  private Blueprint blueprint;
  private Long seed;
  private CheckpointSettings checkpoint;
  private Path resumed;
  private Workers workers;

  /** A builder that starts from what the annotations say. */
  public NetworkBuilder(Blueprint blueprint, BiFunction<Blueprint, RunOptions, N> factory) {
    this.blueprint = Objects.requireNonNull(blueprint, "blueprint");
    this.factory = Objects.requireNonNull(factory, "factory");
  }

  /** What every random number follows from; 0 where it is not given, the checkpoint's where one is resumed. */
  public NetworkBuilder<N> seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * Changes a layer's policy. One that has none is given the annotation's defaults, without sparsity or threshold, to
   * change.
   */
  public NetworkBuilder<N> policy(String layer, UnaryOperator<PrunePolicy> change) {
    Objects.requireNonNull(change, "change");
    return replace(layer, old -> {
      PrunePolicy start = old == null ? PrunePolicy.toSparsity(0) : old;
      return Objects.requireNonNull(change.apply(start), "The new policy of " + layer + " is null; use keep(layer).");
    });
  }

  /** Changes the policy of every layer that has one. */
  public NetworkBuilder<N> policies(UnaryOperator<PrunePolicy> change) {
    blueprint.layers().stream().filter(LayerInfo::pruned).map(LayerInfo::name).forEach(name -> policy(name, change));
    return this;
  }

  /** Leaves a layer dense. */
  public NetworkBuilder<N> keep(String layer) {
    return replace(layer, old -> null);
  }

  /**
   * Changes how the network is trained.
   *
   * @throws IllegalStateException when it is not, its interface having no {@code @Train}
   */
  public NetworkBuilder<N> train(UnaryOperator<TrainSettings> change) {
    if (blueprint.train() == null) {
      throw new IllegalStateException(blueprint.name() + " has no @Train, so that there are no settings to change.\n"
          + "  Fix: add @Train to the interface.");
    }
    TrainSettings changed = Objects.requireNonNull(change.apply(blueprint.train()), "The new settings are null.");
    blueprint = blueprint.with(blueprint.layers(), changed);
    return this;
  }

  /** Holds the plan against other limits than the annotation's, each 0 for none. */
  public NetworkBuilder<N> budget(long macs, long bytes) {
    blueprint = blueprint.within(new BudgetLimits(macs, bytes));
    return this;
  }

  /**
   * Saves the run every so many steps (at least 1), when it is interrupted and at its end; the file is replaced each
   * time.
   */
  public NetworkBuilder<N> checkpoint(Path path, int everySteps) {
    checkpoint = new CheckpointSettings(Objects.requireNonNull(path, "path"), everySteps);
    return this;
  }

  /** Takes parameters from a checkpoint; fitting on the same data goes on from there, bit for bit. */
  public NetworkBuilder<N> resume(Path path) {
    resumed = Objects.requireNonNull(path, "path");
    return this;
  }

  /**
   * Who share large steps and evaluations; without, the {@linkplain Workers#shared() workers} of the process. {@code
   * Workers.of(1)} for each of several networks that are trained at the same time.
   */
  public NetworkBuilder<N> workers(Workers newWorkers) {
    workers = Objects.requireNonNull(newWorkers, "workers");
    return this;
  }

  /** The description of the network, with the policies and settings as the builder was told so far. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /** What is wrong, or a warning, in what the builder was told so far. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(unknownLayers);
    problems.addAll(NetworkRules.check(blueprint));
    TieRules.check(blueprint).stream().map(Breach::problem).forEach(problems::add);
    BudgetRules.limits(blueprint.budget()).stream().map(Breach::problem).forEach(problems::add);
    if (problems.stream().noneMatch(Problem::isError)) {
      BudgetRules.plan(blueprint).stream().map(Breach::problem).forEach(problems::add);
    }
    return problems;
  }

  /**
   * Makes the network.
   *
   * @throws PolicyException listing every rule that is broken
   * @throws dev.espalier.runtime.file.EspalierFileException when a checkpoint is to be resumed and cannot be read, or
   *     was written by another network or under other settings
   */
  public N build() {
    List<Problem> errors = problems().stream().filter(Problem::isError).toList();
    if (!errors.isEmpty()) {
      throw new PolicyException(blueprint.name(), errors);
    }
    if (resumed == null) {
      return factory.apply(blueprint, new RunOptions(seed == null ? 0 : seed, checkpoint, null, workers));
    }
    Checkpoint from = Checkpoint.read(resumed);
    long runSeed = seed == null ? from.seed() : seed;
    from.requireNetwork(blueprint, runSeed);
    return factory.apply(blueprint, new RunOptions(runSeed, checkpoint, from, workers));
  }

  private NetworkBuilder<N> replace(String layer, UnaryOperator<PrunePolicy> change) {
    var unknown = NetworkRules.layerExists(blueprint, layer);
    if (unknown.isPresent()) {
      unknownLayers.add(unknown.get());
      return this;
    }
    List<LayerInfo> layers = new ArrayList<>(blueprint.layers());
    int index = blueprint.indexOf(layer);
    layers.set(index, layers.get(index).policy(change.apply(layers.get(index).policy())));
    blueprint = blueprint.with(List.copyOf(layers), blueprint.train());
    return this;
  }
}
