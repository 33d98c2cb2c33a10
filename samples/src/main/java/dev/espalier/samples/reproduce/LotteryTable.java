package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.PruningEvent;
import dev.espalier.runtime.train.RoundRecord;
import dev.espalier.samples.models.PrunedLeNet300;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lottery ticket hypothesis (Frankle, Carbin 2019, section 2): LeNet-300-100 is trained, loses its smallest
 * weights, what is left goes back to its initial values and is trained again. The paper takes 20 % of the weights a
 * round, of the output layer 10 %; three rounds here are seven of those. Beside some rounds a control: the round's
 * mask, its weights drawn anew. All are trained equally long, at a constant learning rate; early stopping is where the
 * test loss was lowest.
 */
final class LotteryTable implements Table {

  private static final int ROUNDS = 6;
  private static final int EPOCHS = 10;
  private static final int STEPS_BETWEEN_EVALUATIONS = 250;
  private static final int OF_THE_PAPERS = 7;
  private static final int IN_OURS = 3;
  private static final double KEPT_BY_ROUND = Math.pow(0.8, (double) OF_THE_PAPERS / IN_OURS);
  private static final double KEPT_OF_OUTPUT = Math.pow(0.9, (double) OF_THE_PAPERS / IN_OURS);
  private static final List<Integer> CONTROLLED = List.of(3, 4, 5, 6);
  private static final long OTHER_SEEDS = 1_000;
  private static final String SOURCE = "Frankle, Carbin 2019";

  @Override
  public String name() {
    return "lottery";
  }

  @Override
  public List<Experiment> experiments() {
    List<Setting> settings = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      settings.add(new Setting(LeNets.NAME, round == 0 ? "dense" : "ticket, " + left(round), said(round), SOURCE));
    }
    for (int round : CONTROLLED) {
      settings.add(new Setting(LeNets.NAME, "drawn anew, " + left(round), "worse than the ticket", SOURCE));
    }
    return List.of(new Experiment(settings, LotteryTable::run));
  }

  private static String said(int round) {
    return switch (round) {
      case 3 -> "early stop 38 % before dense";
      case 4 -> "below dense (at 13.5 %)";
      case 6 -> "as dense (at 3.6 %)";
      default -> "-";
    };
  }

  private static String left(int round) {
    double left = (265_200 * Math.pow(KEPT_BY_ROUND, round) + 1_000 * Math.pow(KEPT_OF_OUTPUT, round)) / 266_200;
    return String.format(Locale.ROOT, "%.1f %% left", 100 * left);
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    SchedulePlan schedule = SchedulePlan.lottery(ROUNDS, EPOCHS, Rewind.INITIAL, 0);
    double hidden = 1 - Math.pow(KEPT_BY_ROUND, ROUNDS);
    double output = 1 - Math.pow(KEPT_OF_OUTPUT, ROUNDS);
    PrunedLeNet300 net =
        settings(LeNets.pruned(seed, EPOCHS, p -> p.scope(Scope.LAYER).schedule(schedule)))
            .policy("hidden1", p -> p.sparsity(hidden))
            .policy("hidden2", p -> p.sparsity(hidden))
            .policy("logits", p -> p.sparsity(output))
            .build();
    List<Map<String, Mask>> masks = new ArrayList<>();
    masks.add(net.masks());
    Listener noteMasks =
        new Listener() {
          @Override
          public void pruned(PruningEvent event) {
            masks.add(net.masks());
          }
        };
    List<RoundRecord> rounds = net.fit(data.train(), data.test(), noteMasks).rounds();
    List<Outcome> outcomes = new ArrayList<>();
    rounds.forEach(round -> outcomes.add(outcome(round)));
    CONTROLLED.forEach(round -> outcomes.add(drawnAnew(data, seed + OTHER_SEEDS, masks.get(round))));
    return outcomes;
  }

  private static Outcome drawnAnew(TrainTest data, long seed, Map<String, Mask> masks) {
    NetworkBuilder<PrunedLeNet300> builder =
        settings(LeNets.pruned(seed, EPOCHS, p -> p.scope(Scope.LAYER).schedule(SchedulePlan.oneShot(0))));
    masks.forEach(
        (layer, mask) ->
            builder.policy(
                layer,
                p ->
                    p.criterion(Criterion.MAGNITUDE)
                        .sparsity(mask.sparsity())
                        .scorer(() -> new MaskScore(mask.elementBits()))));
    PrunedLeNet300 net = builder.build();
    return outcome(net.fit(data.train(), data.test(), Listener.none()).rounds().getLast());
  }

  private static NetworkBuilder<PrunedLeNet300> settings(NetworkBuilder<PrunedLeNet300> builder) {
    return builder.train(
        t -> t.learningRate(LearningRateSettings.constant()).evaluateEvery(STEPS_BETWEEN_EVALUATIONS));
  }

  private static Outcome outcome(RoundRecord round) {
    return new Outcome(100 * (1 - round.finalAccuracy()), round.sparsity())
        .with("earlyStop", (double) round.earlyStop())
        .with("errorAtEarlyStop", 100 * (1 - round.accuracy()));
  }
}
