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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * What an epoch takes of a network of 784-1024-1024-10 whose hidden layers are 90 % sparse from the start, and of the
 * dense one: processor time of the one thread that trains, the fastest epoch of each, on some of the records. Changes
 * of masks and the evaluation are in it; the scores that SNIP takes before the first step are in the whole run's
 * seconds alone.
 */
final class TimeTable implements Table {

  private static final String NETWORK = "Mlp1024";
  private static final int EPOCHS = 3;
  private static final int RECORDS = 12_000;
  private static final int SAMPLES = 1_200;
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

  private static List<Outcome> run(TrainTest whole, long seed) {
    TrainTest data = new TrainTest(whole.train().take(Math.min(RECORDS, whole.train().size())), whole.test());
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

  /** The processor time of the fastest epoch, in seconds. */
  private static final class Stopwatch implements Listener {

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final long begin = clock.getCurrentThreadCpuTime();
    private long start = begin;
    private double fastest = Double.POSITIVE_INFINITY;

    @Override
    public void epochCompleted(EpochSummary epoch) {
      long now = clock.getCurrentThreadCpuTime();
      fastest = Math.min(fastest, (now - start) / 1e9);
      start = now;
    }

    double total() {
      return (clock.getCurrentThreadCpuTime() - begin) / 1e9;
    }
  }
}
