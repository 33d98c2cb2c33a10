package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Regrow;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.EpochSummary;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedMlp1024;
import java.util.ArrayList;
import java.util.List;

/**
 * What an epoch takes of a network of 784-1024-1024-10 whose hidden layers are 90 % sparse from the start, and of the
 * dense one: one after the other in one thread, the fastest epoch of each counts. Changes of masks are in it; the scores that
 * SNIP takes before the first step are in the seconds of the whole run alone.
 */
final class TimeTable implements Table {

  private static final String NETWORK = "Mlp1024";
  private static final int EPOCHS = 3;
  private static final int SAMPLES = 6_000;
  private static final int STEPS_BETWEEN_CHANGES = 100;
  private static final double EXCHANGED = 0.3;
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting(NETWORK, "dense", "-", "-"),
          new Setting(NETWORK, "SNIP, 90 % sparse", "-", "-"),
          new Setting(NETWORK, "RigL, 90 % sparse", "-", "-"));

  @Override
  public String name() {
    return "time";
  }

  @Override
  public boolean timed() {
    return true;
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(new Experiment(SETTINGS, TimeTable::run));
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    SchedulePlan rigl = SchedulePlan.dynamic(Regrow.GRADIENT, EXCHANGED, STEPS_BETWEEN_CHANGES).to(EPOCHS);
    int samples = Math.min(SAMPLES, data.train().size());
    List<NetworkBuilder<PrunedMlp1024>> builders =
        List.of(
            builder(seed).keep("hidden1").keep("hidden2"),
            builder(seed)
                .policies(p -> p.criterion(Criterion.SNIP).samples(samples).schedule(SchedulePlan.oneShot(0))),
            builder(seed).policies(p -> p.schedule(rigl)));
    List<Outcome> outcomes = new ArrayList<>();
    double dense = Double.NaN;
    for (NetworkBuilder<PrunedMlp1024> builder : builders) {
      PrunedMlp1024 net = builder.build();
      Stopwatch watch = new Stopwatch();
      net.fit(data.train(), data.test(), watch);
      double seconds = watch.total();
      dense = Double.isNaN(dense) ? watch.fastest : dense;
      outcomes.add(
          new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity())
              .with("secondsAnEpoch", watch.fastest)
              .with("shareOfDense", watch.fastest / dense)
              .with("seconds", seconds));
    }
    return outcomes;
  }

  private static NetworkBuilder<PrunedMlp1024> builder(long seed) {
    return PrunedMlp1024.builder().seed(seed).workers(Workers.of(1)).train(t -> t.epochs(EPOCHS));
  }

  /** The seconds of the fastest epoch, its evaluation included. */
  private static final class Stopwatch implements Listener {

    private final long begin = System.nanoTime();
    private long start = begin;
    private double fastest = Double.POSITIVE_INFINITY;

    @Override
    public void epochCompleted(EpochSummary epoch) {
      long now = System.nanoTime();
      fastest = Math.min(fastest, (now - start) / 1e9);
      start = now;
    }

    double total() {
      return (System.nanoTime() - begin) / 1e9;
    }
  }
}
