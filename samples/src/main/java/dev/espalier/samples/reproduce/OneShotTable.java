package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.samples.models.PrunedLeNet300;
import java.util.ArrayList;
import java.util.List;

/**
 * One trained network a seed, pruned once by every criterion that needs no training of its own, both hidden layers to
 * the same sparsity, and not fine-tuned. The output layer stays dense: ranked as one, its ten rows lose whole classes.
 * No paper has this table for LeNet-300-100; that OBS and WANDA lose less than MAGNITUDE is what theirs say (Singh,
 * Alistarh 2020; Sun 2023).
 */
final class OneShotTable implements Table {

  private static final int EPOCHS = 10;
  private static final int SAMPLES = 1_000;
  private static final int FISHER_BLOCK = 64;
  private static final double DAMPING = 1e-6;
  private static final List<Criterion> CRITERIA =
      List.of(
          Criterion.OBS,
          Criterion.WANDA,
          Criterion.FISHER,
          Criterion.TAYLOR,
          Criterion.MAGNITUDE,
          Criterion.RANDOM);
  private static final List<Double> SPARSITIES = List.of(0.5, 0.7, 0.8, 0.9);

  @Override
  public String name() {
    return "one-shot";
  }

  @Override
  public List<Experiment> experiments() {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting(LeNets.NAME, "dense", "-", "-"));
    for (double sparsity : SPARSITIES) {
      for (Criterion criterion : CRITERIA) {
        settings.add(new Setting(LeNets.NAME, criterion + ", " + Math.round(100 * sparsity) + " % sparse", "-", "-"));
      }
    }
    return List.of(new Experiment(settings, OneShotTable::run));
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    PrunedLeNet300 trained = LeNets.fit(data, LeNets.dense(seed, EPOCHS));
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(LeNets.outcome(data, trained));
    for (double sparsity : SPARSITIES) {
      for (Criterion criterion : CRITERIA) {
        PrunedLeNet300 net =
            LeNets.pruned(seed, EPOCHS, p -> policy(p, criterion, sparsity, data)).keep("logits").build();
        copy(trained, net);
        net.prune(data.train());
        outcomes.add(LeNets.outcome(data, net));
      }
    }
    return outcomes;
  }

  private static PrunePolicy policy(PrunePolicy policy, Criterion criterion, double sparsity, TrainTest data) {
    PrunePolicy once =
        policy.sparsity(sparsity).criterion(criterion).scope(Scope.LAYER).schedule(SchedulePlan.oneShot(-1));
    int samples = Math.min(SAMPLES, data.train().size());
    return switch (criterion) {
      case OBS -> once.scoring(once.scoring().samples(samples).fisher(FISHER_BLOCK, DAMPING));
      case WANDA, FISHER, TAYLOR -> once.samples(samples);
      default -> once;
    };
  }

  private static void copy(PrunedLeNet300 from, PrunedLeNet300 to) {
    for (int i = 0; i < from.layers().size(); i++) {
      LayerParameters source = from.layers().get(i);
      LayerParameters target = to.layers().get(i);
      copy(source.weight(), target.weight());
      copy(source.bias(), target.bias());
    }
  }

  private static void copy(Parameter from, Parameter to) {
    if (from != null) {
      System.arraycopy(from.values(), 0, to.values(), 0, from.size());
    }
  }
}
