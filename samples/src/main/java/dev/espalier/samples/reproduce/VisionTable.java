package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.cost.Figure;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedVisionTransformer;
import dev.espalier.samples.vision.PrunedLeanVision;
import dev.espalier.samples.vision.PrunedSquares12;
import dev.espalier.samples.vision.PrunedSquares4;
import dev.espalier.samples.vision.PrunedSquares8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The vision transformer on MNIST, one a seed, which then loses heads, tokens or weights, each alone and all together, and
 * is fine-tuned: errors beside the multiply-adds that are left.
 */
final class VisionTable implements Table {

  private static final String NETWORK = "VisionTransformer";
  private static final int EPOCHS = 5;
  private static final int TUNING_EPOCHS = 1;
  private static final double TUNING_RATE = 1e-3;

  /** Epochs of a tuning in which weights go, along a cubic ramp in the first half of them. */
  private static final int WEIGHT_EPOCHS = 4;

  private static final int STEPS_BETWEEN_PRUNINGS = 50;

  private static final Lean<PrunedLeanVision> LEAN =
      new Lean<>(PrunedLeanVision::builder, PrunedLeanVision::freeze, PrunedLeanVision::fit);
  private static final Lean<PrunedSquares12> TWELVE =
      new Lean<>(PrunedSquares12::builder, PrunedSquares12::freeze, PrunedSquares12::fit);
  private static final Lean<PrunedSquares8> EIGHT =
      new Lean<>(PrunedSquares8::builder, PrunedSquares8::freeze, PrunedSquares8::fit);
  private static final Lean<PrunedSquares4> FOUR =
      new Lean<>(PrunedSquares4::builder, PrunedSquares4::freeze, PrunedSquares4::fit);

  private final Map<Long, PrunedVisionTransformer> dense = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "vision";
  }

  @Override
  public List<Experiment> experiments() {
    List<Experiment> experiments = new ArrayList<>();
    experiments.add(experiment(
        "dense", (data, seed) -> outcome(data, trained(data, seed), PrunedVisionTransformer::freeze)));
    for (double share : List.of(0.25, 0.5, 0.75)) {
      experiments.add(LEAN.experiment(this, Math.round(100 * share) + " % of the heads gone", share, 0));
    }
    experiments.add(TWELVE.experiment(this, "12 of 16 squares stay", 0, 0));
    experiments.add(EIGHT.experiment(this, "8 of 16 squares stay", 0, 0));
    experiments.add(FOUR.experiment(this, "8, then 4 of 16 squares stay", 0, 0));
    for (double share : List.of(0.5, 0.8, 0.9)) {
      experiments.add(LEAN.experiment(this, Math.round(100 * share) + " % of the weights gone", 0, share));
    }
    experiments.add(EIGHT.experiment(this, "25 % of heads gone, 8 squares, 80 % of weights gone", 0.25, 0.8));
    experiments.add(FOUR.experiment(this, "50 % of heads gone, 8, then 4 squares, 90 % of weights gone", 0.5, 0.9));
    return experiments;
  }

  /**
   * What is left of a network without heads, weights or, where tokens leave, half of its squares; by magnitude and not tuned,
   * for measurements that ask for nothing else.
   */
  static Frozen untuned(PrunedVisionTransformer network, double heads, double weights, boolean tokens) {
    return tokens ? EIGHT.untuned(network, heads, weights) : LEAN.untuned(network, heads, weights);
  }

  private static Experiment experiment(String setting, SingleRun run) {
    return Experiment.of(new Setting(NETWORK, setting, "-", "-"), run);
  }

  /** The dense network of a seed, trained once for all rows. */
  private PrunedVisionTransformer trained(TrainTest data, long seed) {
    return dense.computeIfAbsent(seed, _ -> {
      PrunedVisionTransformer net =
          PrunedVisionTransformer.builder().seed(seed).workers(Workers.of(1)).train(t -> t.epochs(EPOCHS)).build();
      net.fit(data.train(), data.test(), Listener.none());
      return net;
    });
  }

  /** Fits a network; the generated classes have no common method for it. */
  private interface Fitting<N extends PrunableNetwork> {
    void fit(N net, Dataset train, Dataset test, Listener listener);
  }

  /** A network with a number of squares left, which can lose heads and weights. */
  private record Lean<N extends PrunableNetwork>(
      Supplier<NetworkBuilder<N>> building, Function<N, Frozen> freezing, Fitting<N> fitting) {

    Experiment experiment(VisionTable table, String setting, double heads, double weights) {
      return VisionTable.experiment(setting, (data, seed) -> run(data, table.trained(data, seed), seed, heads, weights));
    }

    /** Heads go first and the network is tuned to it and to fewer squares; then weights go, also of heads that are left. */
    private Outcome run(TrainTest data, PrunableNetwork trained, long seed, double heads, double weights) {
      PrunableNetwork last = trained;
      if (heads > 0 || weights == 0) {
        N net = TakenOver.from(last, withoutHeads(seed, heads, UnaryOperator.identity()));
        if (heads > 0) {
          net.prune(data.train());
        }
        fitting.fit(net, data.train(), data.test(), Listener.none());
        last = net;
        if (weights == 0) {
          return outcome(data, net, freezing);
        }
      }
      N net = TakenOver.from(last, withoutWeights(seed, weights));
      fitting.fit(net, data.train(), data.test(), Listener.none());
      return outcome(data, net, freezing);
    }

    private Frozen untuned(PrunableNetwork network, double heads, double weights) {
      N without = TakenOver.from(network, withoutHeads(1, heads, Lean::magnitude));
      without.prune();
      if (weights > 0) {
        without = TakenOver.from(without, withoutWeights(1, weights));
        without.prune();
      }
      return freezing.apply(without);
    }

    private NetworkBuilder<N> builder(long seed) {
      return building.get().seed(seed).workers(Workers.of(1))
          .train(t -> t.epochs(TUNING_EPOCHS).optimizer(o -> o.learningRate(TUNING_RATE)));
    }

    private N withoutHeads(long seed, double heads, UnaryOperator<PrunePolicy> criterion) {
      NetworkBuilder<N> builder = builder(seed);
      for (LayerInfo layer : builder.blueprint().layers()) {
        if (layer.pruned()) {
          if (heads > 0 && layer.policy().granularity() == Granularity.HEAD) {
            builder.policy(layer.name(), p -> criterion.apply(p.sparsity(heads)));
          } else {
            builder.keep(layer.name());
          }
        }
      }
      return builder.build();
    }

    private N withoutWeights(long seed, double weights) {
      SchedulePlan ramp = SchedulePlan.gradual(0, WEIGHT_EPOCHS / 2.0, STEPS_BETWEEN_PRUNINGS);
      return builder(seed).train(t -> t.epochs(WEIGHT_EPOCHS))
          .policies(p -> elements(p).sparsity(weights).schedule(ramp)).build();
    }

    private static PrunePolicy elements(PrunePolicy policy) {
      return magnitude(policy.granularity(Granularity.ELEMENT)).scope(Scope.GLOBAL);
    }

    private static PrunePolicy magnitude(PrunePolicy policy) {
      return policy.criterion(Criterion.MAGNITUDE).scoring(ScoringOptions.DEFAULTS);
    }
  }

  private static <N extends PrunableNetwork> Outcome outcome(TrainTest data, N net, Function<N, Frozen> freezing) {
    Frozen frozen = freezing.apply(net);
    long heads = frozen.cost().layers().stream().map(LayerCost::heads).filter(Objects::nonNull)
        .mapToLong(Figure::pruned).sum();
    return new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity())
        .with("heads", (double) heads)
        .with("MACs", (double) frozen.cost().macs().pruned())
        .with("bytes", (double) frozen.bytesOnDisk());
  }
}
