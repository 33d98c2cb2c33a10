package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.cost.Figure;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.TextFile;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.heads.PrunedFewHeads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One sentence classifier a seed, trained on SST-2 and robbed of 7 of its 16 heads: those that the loss feels least,
 * those of the smallest weights, any. Errors on the dev set as they are then and after a short fine-tuning, and times
 * of sentences. Michel 2019 removes 40 % of the heads of larger models without a noticeable loss.
 */
final class HeadsTable implements Table {

  private static final String NETWORK = "Sentiment";
  private static final int WORDS = 15_000;
  private static final int TOKENS = 56;
  private static final int RECORDS = 24_000;
  private static final int EPOCHS = 2;
  private static final int TUNED_ON = 6_000;
  private static final double TUNING_RATE = 1e-4;
  private static final int ROUNDS = 30;
  private static final int BATCH = 32;
  private static final int TIMED = 2 * BATCH;
  private static final List<Criterion> CRITERIA = List.of(Criterion.HEAD_GATE, Criterion.MAGNITUDE, Criterion.RANDOM);

  @Override
  public String name() {
    return "heads";
  }

  @Override
  public TrainTest load(Path directory) {
    return TextFile.options().text("sentence").label("label").classes("0", "1").tokens(TOKENS)
        .vocabulary(WORDS).input("words").load(directory.resolve("train.tsv"), directory.resolve("dev.tsv")).sets();
  }

  @Override
  public boolean timed() {
    return true;
  }

  @Override
  public List<Experiment> experiments() {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting(NETWORK, "all 16 heads", "-", "-"));
    for (Criterion criterion : CRITERIA) {
      settings.add(new Setting(NETWORK, criterion + ", 9 heads left", "-", "-"));
      settings.add(new Setting(NETWORK, criterion + ", 9 heads left, fine-tuned", "-", "-"));
    }
    return List.of(new Experiment(settings, HeadsTable::run));
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    Dataset train = data.train().take(Math.min(RECORDS, data.train().size()));
    PrunedFewHeads trained = net(seed, null, EPOCHS, 0);
    trained.fit(train, data.test(), Listener.none());
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(outcome(data.test(), trained));
    for (Criterion criterion : CRITERIA) {
      PrunedFewHeads net = TakenOver.from(trained, net(seed, criterion, 1, TUNING_RATE));
      net.prune(train);
      outcomes.add(outcome(data.test(), net));
      net.fit(train.take(Math.min(TUNED_ON, train.size())), data.test(), Listener.none());
      outcomes.add(outcome(data.test(), net));
    }
    return outcomes;
  }

  /** A network that loses heads by a criterion, or none. */
  private static PrunedFewHeads net(long seed, Criterion criterion, int epochs, double rate) {
    var builder = PrunedFewHeads.builder().seed(seed).workers(Workers.of(1))
        .train(t -> rate == 0 ? t.epochs(epochs) : t.epochs(epochs).optimizer(o -> o.learningRate(rate)));
    if (criterion != null) {
      return builder.policies(p -> by(p, criterion)).build();
    }
    for (LayerParameters layer : PrunedFewHeads.create(seed).layers()) {
      if (layer.info().pruned()) {
        builder.keep(layer.info().name());
      }
    }
    return builder.build();
  }

  private static PrunePolicy by(PrunePolicy policy, Criterion criterion) {
    return criterion == Criterion.HEAD_GATE ? policy : policy.criterion(criterion).scoring(ScoringOptions.DEFAULTS);
  }

  private static Outcome outcome(Dataset test, PrunedFewHeads net) {
    Frozen frozen = net.freeze();
    long heads = frozen.cost().layers().stream().map(LayerCost::heads).filter(Objects::nonNull)
        .mapToLong(Figure::pruned).sum();
    return new Outcome(100 * (1 - net.evaluate(test).accuracy()), net.sparsity())
        .with("heads", (double) heads)
        .with("MACs", (double) frozen.cost().macs().pruned())
        .with("bytes", (double) frozen.bytesOnDisk())
        .with("us of one", microseconds(frozen, test, 1))
        .with("us of one of 32", microseconds(frozen, test, BATCH));
  }

  /** Of a sentence, the fastest of several rounds over the first ones, on one thread. */
  private static double microseconds(Frozen frozen, Dataset test, int batch) {
    FrozenSession session = frozen.session(batch, Workers.of(1));
    int timed = Math.min(TIMED, test.size() / batch * batch);
    float[][] batches = new float[timed / batch][batch * TOKENS];
    for (int i = 0; i < timed; i++) {
      System.arraycopy(test.copy(i, 0), 0, batches[i / batch], i % batch * TOKENS, TOKENS);
    }
    float[] scores = new float[batch * 2];
    double fastest = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (float[] sentences : batches) {
        session.scores(sentences, scores);
      }
      fastest = Math.min(fastest, (System.nanoTime() - start) / 1e3 / timed);
    }
    return fastest;
  }
}
