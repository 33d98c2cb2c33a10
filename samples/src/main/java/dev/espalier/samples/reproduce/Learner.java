package dev.espalier.samples.reproduce;

import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.progress.EpochSummary;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.PruningEvent;
import dev.espalier.samples.reproduce.Convnets.Building;
import dev.espalier.samples.reproduce.Convnets.Fitting;
import dev.espalier.samples.reproduce.Table.Outcome;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** Trains one sample network in parts, each going on from what another has learned, and says what came of it. */
record Learner<N extends PrunableNetwork>(Building<N> building, Fitting<N> fitting, Function<N, Frozen> freezing) {

  /** Test images whose scores are compared, frozen with masked. */
  private static final int COMPARED = 500;

  private static final int HALVINGS = 12;

  /** The network with all its weights. */
  NetworkBuilder<N> whole() {
    NetworkBuilder<N> builder = building.get();
    builder.blueprint().layers().stream().filter(LayerInfo::pruned).map(LayerInfo::name).toList()
        .forEach(builder::keep);
    return builder;
  }

  /** A network that has learned what another one has; null for a new one. */
  N from(N other, NetworkBuilder<N> builder, long seed) {
    N net = builder.seed(seed).workers(Workers.of(1)).build();
    if (other != null) {
      net.takeFrom(other);
    }
    return net;
  }

  /** The same, trained. */
  N trained(N other, NetworkBuilder<N> builder, long seed, TrainTest data) {
    return trained(from(other, builder, seed), data);
  }

  /** Trains a network by its settings, and tells of each epoch: runs are long. */
  N trained(N net, TrainTest data) {
    fitting.fit(net, data.train(), data.test(), new Listener() {
      @Override
      public void epochCompleted(EpochSummary epoch) {
        System.out.printf(Locale.ROOT, "  %s, seed %d, epoch %d of %d: error %.2f %%, %.2f %% pruned, %.0f s%n",
            net.blueprint().name(), net.seed(), epoch.epoch(), epoch.epochs(), 100 * (1 - epoch.testAccuracy()),
            100 * epoch.sparsity(), epoch.seconds());
      }

      @Override
      public void pruned(PruningEvent event) {
        System.out.printf(Locale.ROOT, "  %s, seed %d, pruned: error %.2f %%, before %.2f %%%n", net.blueprint().name(),
            net.seed(), 100 * (1 - event.accuracyAfter()), 100 * (1 - event.accuracyBefore()));
        for (PruningEvent.Layer layer : event.layers()) {
          System.out.printf(Locale.ROOT, "    %s %.1f %% pruned%n", layer.name(), 100 * layer.sparsityAfter());
        }
      }
    });
    return net;
  }

  /**
   * What another has learned, pruned so far that it takes at most so many multiply-adds, channels that leave with others left out.
   *
   * @param builder of the network by the sparsity of its policies
   */
  N pruned(N other, DoubleFunction<NetworkBuilder<N>> builder, long seed, long macs) {
    double least = 0;
    double most = 1;
    N best = null;
    for (int i = 0; i < HALVINGS; i++) {
      double sparsity = (least + most) / 2;
      N net = from(other, builder.apply(sparsity), seed);
      net.prune();
      if (net.cost().macs().pruned() <= macs) {
        best = net;
        most = sparsity;
      } else {
        least = sparsity;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("no sparsity leaves at most " + macs + " multiply-adds.");
    }
    return best;
  }

  /** Error, multiply-adds and channels that are left, and how the frozen network differs from the masked one. */
  Outcome outcome(N net, Dataset test) {
    Frozen frozen = freezing.apply(net);
    CostReport cost = frozen.cost();
    CostReport plan = CostModel.plan(net.blueprint());
    double channels = net.masks().values().stream().mapToInt(Mask::keptGroups).sum();
    return new Outcome(100 * (1 - net.evaluate(test).accuracy()), net.sparsity())
        .with("channels", channels)
        .with("MACs", (double) cost.macs().pruned())
        .with("MACs planned", (double) plan.macs().expected())
        .with("bytes", (double) cost.bytes())
        .with("frozen error", 100 * (1 - frozen.evaluate(test).accuracy()))
        .with("frozen differs by", difference(net, frozen, test));
  }

  /** The largest difference of a score, as a share of the score where it is above 1. */
  static double difference(PrunableNetwork net, Frozen frozen, Dataset test) {
    int compared = Math.min(COMPARED, test.size());
    double largest = 0;
    for (int i = 0; i < compared; i++) {
      float[] image = test.copy(i, 0);
      float[] masked = net.scores(image);
      float[] scores = frozen.scores(image);
      for (int k = 0; k < masked.length; k++) {
        largest = Math.max(largest, Math.abs(scores[k] - masked[k]) / Math.max(1, Math.abs(masked[k])));
      }
    }
    return largest;
  }
}
