package dev.espalier.runtime.policy;

import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of a policy's schedule: what its kind needs, and that nothing stands there that its kind would ignore. */
public final class ScheduleRules {
  private static final SchedulePlan DEFAULTS = SchedulePlan.of(ScheduleKind.ONE_SHOT);

  private final String who;
  private final PrunePolicy policy;
  private final SchedulePlan plan;
  private final List<Breach> breaches = new ArrayList<>();

  private ScheduleRules(String who, PrunePolicy policy) {
    this.who = who;
    this.policy = policy;
    this.plan = policy.schedule();
  }

  /**
   * What a policy's schedule breaks.
   *
   * @param train null where the network is not to be fitted
   */
  static List<Breach> check(String who, PrunePolicy policy, TrainSettings train) {
    ScheduleRules rules = new ScheduleRules(who, policy);
    rules.ignored();
    rules.needsSparsity();
    rules.rounds();
    rules.ranges();
    if (train != null) {
      rules.window(train.epochs());
    } else if (rules.prunesDuringTraining()) {
      rules.add("schedule", Diagnostic.PRUNE_WITHOUT_TRAIN.with(who, describe(policy.schedule())));
    }
    return rules.breaches;
  }

  /**
   * That a rewind point lies before the first pruning. Only known once the size of the data set is.
   *
   * @param who the layer's name
   * @param stepsPerEpoch batches of one pass over the training set, at least 1
   */
  public static Optional<Problem> rewindPoint(String who, SchedulePlan plan, int epochs, long stepsPerEpoch) {
    if (plan.kind() != ScheduleKind.LOTTERY || plan.rewind() != Rewind.STEP) {
      return Optional.empty();
    }
    long firstPruning = epochs * stepsPerEpoch;
    return plan.rewindStep() < firstPruning
        ? Optional.empty()
        : Optional.of(Diagnostic.REWIND_AFTER_PRUNING.with(
            who, plan.rewindStep(), firstPruning, epochs, stepsPerEpoch, firstPruning - 1));
  }

  /** The kind and the elements that differ from their defaults: {@code LOTTERY (rounds = 5, rewind = STEP)}. */
  static String describe(SchedulePlan plan) {
    List<String> parts = new ArrayList<>();
    for (Element element : elements(plan)) {
      if (element.given()) {
        parts.add(element.name() + " = " + element.value());
      }
    }
    return parts.isEmpty() ? plan.kind().name() : plan.kind() + " (" + String.join(", ", parts) + ")";
  }

  /**
   * One element of the annotation.
   *
   * @param given whether it differs from the annotation's default
   * @param used whether the kind looks at it
   * @param usedBy which kinds do
   */
  private record Element(String name, String value, boolean given, boolean used, String usedBy) {}

  private static List<Element> elements(SchedulePlan plan) {
    boolean oneShot = plan.kind() == ScheduleKind.ONE_SHOT;
    boolean gradual = plan.kind() == ScheduleKind.GRADUAL;
    boolean lottery = plan.kind() == ScheduleKind.LOTTERY;
    boolean inRounds = lottery || plan.kind() == ScheduleKind.ITERATIVE;
    boolean toStep = lottery && plan.rewind() == Rewind.STEP;
    return List.of(
        new Element("from", Figures.of(plan.from()), plan.from() != DEFAULTS.from(), oneShot || gradual,
            "ONE_SHOT or GRADUAL"),
        new Element("to", Figures.of(plan.to()), plan.to() != DEFAULTS.to(), gradual, "GRADUAL"),
        new Element("every", "" + plan.every(), plan.every() != DEFAULTS.every(), gradual, "GRADUAL"),
        new Element("rounds", "" + plan.rounds(), plan.rounds() != DEFAULTS.rounds(), inRounds, "ITERATIVE or LOTTERY"),
        new Element("roundEpochs", "" + plan.roundEpochs(), plan.roundEpochs() != DEFAULTS.roundEpochs(), inRounds,
            "ITERATIVE or LOTTERY"),
        new Element("rewind", "" + plan.rewind(), plan.rewind() != DEFAULTS.rewind(), lottery, "LOTTERY"),
        new Element("rewindStep", "" + plan.rewindStep(), plan.rewindStep() != DEFAULTS.rewindStep(), toStep,
            "LOTTERY with rewind = STEP"));
  }

  private void ignored() {
    String kind = plan.kind() == ScheduleKind.LOTTERY ? "LOTTERY with rewind = " + plan.rewind() : plan.kind().name();
    for (Element element : elements(plan)) {
      if (element.given() && !element.used()) {
        add("schedule." + element.name(), Diagnostic.SCHEDULE_OPTION_IGNORED.with(
            who, element.name(), element.value(), kind, element.usedBy()));
      }
    }
  }

  private void needsSparsity() {
    if (plan.kind() != ScheduleKind.ONE_SHOT && policy.threshold() != 0 && policy.sparsity() == 0) {
      add("threshold", Diagnostic.SCHEDULE_NEEDS_SPARSITY.with(who, plan.kind()));
    }
  }

  private void rounds() {
    if (plan.kind() != ScheduleKind.ITERATIVE && plan.kind() != ScheduleKind.LOTTERY) {
      return;
    }
    if (plan.rounds() == 0) {
      String share = policy.sparsity() > 0 && policy.sparsity() < 1
          ? Figures.percent(1 - Math.pow(1 - policy.sparsity(), 1 / 5.0))
          : "a share";
      add("schedule", Diagnostic.SCHEDULE_NEEDS_ROUNDS.with(who, plan.kind(), share));
    } else {
      range("rounds", plan.rounds(), plan.rounds() >= 1, "at least 1");
    }
    range("roundEpochs", plan.roundEpochs(), plan.roundEpochs() >= 0,
        "at least 1, or 0 for as many as @Train has epochs");
  }

  private void ranges() {
    if (plan.kind() == ScheduleKind.GRADUAL) {
      range("every", plan.every(), plan.every() >= 1, "at least 1");
    }
    if (plan.kind() == ScheduleKind.LOTTERY && plan.rewind() == Rewind.STEP) {
      range("rewindStep", plan.rewindStep(), plan.rewindStep() >= 0, "at least 0");
    }
  }

  /** The epochs between which it prunes lie inside the epochs of training. */
  private void window(int epochs) {
    if (epochs < 1) {
      return; // already refused, and nothing can be compared with it
    }
    double from = plan.from();
    if (plan.kind() == ScheduleKind.ONE_SHOT && from != DEFAULTS.from()) {
      range("from", from, from >= 0 && from <= epochs, "between 0 and the " + epochs + " epochs of @Train");
    }
    if (plan.kind() == ScheduleKind.GRADUAL) {
      double start = from == DEFAULTS.from() ? 0 : from;
      double end = plan.to() == DEFAULTS.to() ? 0.75 * epochs : plan.to();
      boolean startFits = start >= 0 && start < epochs;
      range("from", start, startFits, "at least 0 and below the " + epochs + " epochs of @Train");
      boolean endFits = end > 0 && end <= epochs;
      range("to", end, endFits, "above 0 and at most the " + epochs + " epochs of @Train");
      if (startFits && endFits && start >= end) {
        String what = plan.to() == DEFAULTS.to()
            ? "below to, which is three quarters of the " + epochs + " epochs, " + Figures.of(end)
            : "below to = " + Figures.of(end);
        range("from", start, false, what);
      }
    }
  }

  private boolean prunesDuringTraining() {
    return plan.kind() != ScheduleKind.ONE_SHOT || plan.from() != DEFAULTS.from();
  }

  private void range(String element, double value, boolean holds, String what) {
    if (!holds) {
      add("schedule." + element, Diagnostic.SCHEDULE_RANGE.with(who, element, Figures.of(value), what));
    }
  }

  private void add(String element, Problem problem) {
    breaches.add(new Breach(who, element, problem));
  }
}
