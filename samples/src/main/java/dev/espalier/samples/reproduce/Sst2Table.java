package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.Figure;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.TextFile;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.heads.PrunedCascade;
import dev.espalier.samples.heads.PrunedFewHeads;
import dev.espalier.samples.tokens.PrunedHalved;
import dev.espalier.samples.tokens.PrunedHalvedAtRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One sentence classifier a seed, trained on all phrases of SST-2, and what becomes of it without 7 of its 16 heads,
 * with half of its multiply-adds by the words that stay, and with fewer heads and words: by importance and by chance,
 * each fine-tuned from the one network. Michel 2019 removes 40 % of the heads of larger models without a noticeable
 * loss; LTP (Kim 2022) reaches 2.1 times fewer operations within 1 point, with RoBERTa.
 */
final class Sst2Table implements Table {
  private static final String NETWORK = "Sentiment";
  private static final int WORDS = 15_000;
  private static final int TOKENS = 64;
  private static final int EPOCHS = 3;
  private static final double RATE = 7e-4;
  private static final int TUNED_ON = 16_000;
  private static final double TUNING_RATE = 2e-4;

  /** Where dense networks are kept, after every so many steps: half an epoch. */
  private static final Path KEPT = Path.of("target", "reproduce");
  private static final int STEPS_KEPT = 1_053;

  private Dataset held;

  @Override
  public String name() {
    return "sst2";
  }

  @Override
  public TrainTest load(Path directory) {
    held = sentences(directory, "test.tsv").test();
    return sentences(directory, "dev.tsv");
  }

  /** The training set and another file of a directory. */
  static TrainTest sentences(Path directory, String other) {
    return TextFile.options().text("sentence").label("label").classes("0", "1").tokens(TOKENS)
        .vocabulary(WORDS).input("words").load(directory.resolve("train.tsv"), directory.resolve(other)).sets();
  }

  @Override
  public List<Experiment> experiments() {
    List<Setting> settings = new ArrayList<>();
    settings.add(setting("dense"));
    for (String pruned : List.of("9 heads by HEAD_GATE", "9 heads at RANDOM", "65 % of words by attention",
        "65 % of words at random", "9 heads, 73 % of words")) {
      settings.add(setting(pruned));
      settings.add(setting(pruned + ", tuned"));
    }
    return List.of(new Experiment(settings, this::run));
  }

  private static Setting setting(String name) {
    return new Setting(NETWORK, name, "-", "-");
  }

  /** Fits a network; the generated classes have no common method for it. */
  private interface Fitting<N extends PrunableNetwork> {
    void fit(N net, Dataset train, Dataset test, Listener listener);
  }

  private List<Outcome> run(TrainTest data, long seed) {
    PrunedFewHeads dense = dense(seed);
    dense.fit(data.train(), data.test(), Listener.none());
    List<Outcome> outcomes = new ArrayList<>(List.of(outcome(data.test(), dense)));
    pruned(dense, tuned(PrunedFewHeads.builder(), seed).build(), PrunedFewHeads::fit, data, outcomes);
    pruned(dense, tuned(PrunedFewHeads.builder(), seed).policies(Sst2Table::random).build(), PrunedFewHeads::fit, data,
        outcomes);
    pruned(dense, tuned(PrunedHalved.builder(), seed).build(), PrunedHalved::fit, data, outcomes);
    pruned(dense, tuned(PrunedHalvedAtRandom.builder(), seed).build(), PrunedHalvedAtRandom::fit, data, outcomes);
    pruned(dense, tuned(PrunedCascade.builder(), seed).build(), PrunedCascade::fit, data, outcomes);
    return outcomes;
  }

  /** To be fitted from the start, or from where an earlier run of the table left off. */
  private static PrunedFewHeads dense(long seed) {
    Path checkpoint = KEPT.resolve("sst2-" + seed + ".checkpoint");
    NetworkBuilder<PrunedFewHeads> builder = whole(PrunedFewHeads.builder(), PrunedFewHeads.create(seed))
        .workers(Workers.of(1)).train(t -> t.epochs(EPOCHS).optimizer(o -> o.learningRate(RATE)));
    NetworkBuilder<PrunedFewHeads> begun = Files.exists(checkpoint) ? builder.resume(checkpoint) : builder.seed(seed);
    try {
      Files.createDirectories(KEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return begun.checkpoint(checkpoint, STEPS_KEPT).build();
  }

  /** The dense network's parameters under a policy: as it is pruned, and fine-tuned after that. */
  private <N extends PrunableNetwork> void pruned(
      PrunedFewHeads dense, N net, Fitting<N> fitting, TrainTest data, List<Outcome> outcomes) {
    TakenOver.from(dense, net);
    if (net.layers().stream().anyMatch(layer -> layer.info().pruned())) {
      net.prune(data.train());
    }
    outcomes.add(outcome(data.test(), net));
    fitting.fit(net, data.train().take(Math.min(TUNED_ON, data.train().size())), data.test(), Listener.none());
    outcomes.add(outcome(data.test(), net));
  }

  /** A network that is fine-tuned for one epoch. */
  private static <N extends PrunableNetwork> NetworkBuilder<N> tuned(NetworkBuilder<N> builder, long seed) {
    return builder.seed(seed).workers(Workers.of(1))
        .train(t -> t.epochs(1).optimizer(o -> o.learningRate(TUNING_RATE)));
  }

  /** A network that loses no heads. */
  static <N extends PrunableNetwork> NetworkBuilder<N> whole(NetworkBuilder<N> builder, N like) {
    for (LayerParameters layer : like.layers()) {
      if (layer.info().pruned()) {
        builder.keep(layer.info().name());
      }
    }
    return builder;
  }

  private static PrunePolicy random(PrunePolicy policy) {
    return policy.criterion(Criterion.RANDOM).scoring(ScoringOptions.DEFAULTS);
  }

  private Outcome outcome(Dataset dev, PrunableNetwork net) {
    CostReport cost = net.cost(dev);
    long heads = cost.layers().stream().map(LayerCost::heads).filter(Objects::nonNull).mapToLong(Figure::pruned).sum();
    Outcome outcome = new Outcome(100 * (1 - net.evaluate(dev).accuracy()), net.sparsity())
        .with("MACs declared", (double) cost.macs().pruned())
        .with("MACs on dev's words", cost.dynamic().tokens().seenMacs())
        .with("heads", (double) heads);
    return outcome.with("test error", 100 * (1 - net.evaluate(held).accuracy()));
  }
}
