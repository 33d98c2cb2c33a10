package dev.espalier.runtime.policy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules of a policy's schedule: what its kind needs, and that nothing stands there that its kind would ignore. */
public final class ScheduleRules {
  /** Granularities whose groups are single weights. */
  private static final Set<Granularity> SINGLE =
      EnumSet.of(Granularity.ELEMENT, Granularity.N_OF_M, Granularity.COLUMN_COMBINED);

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
    rules.penalty();
    rules.dynamic();
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

  /**
   * That a DYNAMIC mask changes at least once. Only known once the size of the data set is.
   *
   * @param who the layer's name
   * @param stepsPerEpoch batches of one pass over the training set, at least 1
   */
  public static Optional<Problem> dynamicChanges(String who, SchedulePlan plan, int epochs, long stepsPerEpoch) {
    if (plan.kind() != ScheduleKind.DYNAMIC) {
      return Optional.empty();
    }
    double to = plan.to() == DEFAULTS.to() ? 0.75 * epochs : plan.to();
    long end = Math.round(to * stepsPerEpoch);
    return plan.every() < end
        ? Optional.empty()
        : Optional.of(Diagnostic.DYNAMIC_NEVER_CHANGES.with(who, plan.every(), end, Figures.of(to), stepsPerEpoch));
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
    ScheduleKind kind = plan.kind();
    boolean gradual = kind == ScheduleKind.GRADUAL;
    boolean lottery = kind == ScheduleKind.LOTTERY;
    boolean regularised = kind == ScheduleKind.REGULARISED;
    boolean dynamic = kind == ScheduleKind.DYNAMIC;
    boolean once = kind == ScheduleKind.ONE_SHOT || regularised;
    boolean inRounds = lottery || kind == ScheduleKind.ITERATIVE;
    boolean toStep = lottery && plan.rewind() == Rewind.STEP;
    boolean atTheEnd = once && plan.from() == DEFAULTS.from();
    return List.of(
        new Element("from", Figures.of(plan.from()), plan.from() != DEFAULTS.from(), once || gradual,
            "ONE_SHOT, REGULARISED or GRADUAL"),
        new Element("to", Figures.of(plan.to()), plan.to() != DEFAULTS.to(), gradual || dynamic, "GRADUAL or DYNAMIC"),
        new Element("every", "" + plan.every(), plan.every() != DEFAULTS.every(), gradual || dynamic,
            "GRADUAL or DYNAMIC"),
        new Element("rounds", "" + plan.rounds(), plan.rounds() != DEFAULTS.rounds(), inRounds, "ITERATIVE or LOTTERY"),
        new Element("roundEpochs", "" + plan.roundEpochs(), plan.roundEpochs() != DEFAULTS.roundEpochs(), inRounds,
            "ITERATIVE or LOTTERY"),
        new Element("rewind", "" + plan.rewind(), plan.rewind() != DEFAULTS.rewind(), lottery, "LOTTERY"),
        new Element("rewindStep", "" + plan.rewindStep(), plan.rewindStep() != DEFAULTS.rewindStep(), toStep,
            "LOTTERY with rewind = STEP"),
        new Element("fineTune", "" + plan.fineTune(), plan.fineTune() != DEFAULTS.fineTune(), atTheEnd,
            "ONE_SHOT or REGULARISED without from"),
        new Element("penalty", "" + plan.penalty(), plan.penalty() != DEFAULTS.penalty(), regularised, "REGULARISED"),
        new Element("lambda", Figures.of(plan.lambda()), plan.lambda() != DEFAULTS.lambda(), regularised,
            "REGULARISED"),
        new Element("regrow", "" + plan.regrow(), plan.regrow() != DEFAULTS.regrow(), dynamic, "DYNAMIC"),
        new Element("fraction", Figures.of(plan.fraction()), plan.fraction() != DEFAULTS.fraction(), dynamic,
            "DYNAMIC"));
  }

  private void ignored() {
    String kind = switch (plan.kind()) {
      case LOTTERY -> "LOTTERY with rewind = " + plan.rewind();
      case ONE_SHOT, REGULARISED -> plan.from() == DEFAULTS.from()
          ? plan.kind().name()
          : plan.kind() + " with from = " + Figures.of(plan.from());
      default -> plan.kind().name();
    };
    for (Element element : elements(plan)) {
      if (element.given() && !element.used()) {
        add("schedule." + element.name(), Diagnostic.SCHEDULE_OPTION_IGNORED.with(
            who, element.name(), element.value(), kind, element.usedBy()));
      }
    }
  }

  private void needsSparsity() {
    boolean once = plan.kind() == ScheduleKind.ONE_SHOT || plan.kind() == ScheduleKind.REGULARISED;
    if (!once && policy.threshold() != 0 && policy.sparsity() == 0) {
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
    if (plan.kind() == ScheduleKind.GRADUAL || plan.kind() == ScheduleKind.DYNAMIC) {
      range("every", plan.every(), plan.every() >= 1, "at least 1");
    }
    if (plan.kind() == ScheduleKind.LOTTERY && plan.rewind() == Rewind.STEP) {
      range("rewindStep", plan.rewindStep(), plan.rewindStep() >= 0, "at least 0");
    }
    if (plan.kind() == ScheduleKind.ONE_SHOT || plan.kind() == ScheduleKind.REGULARISED) {
      range("fineTune", plan.fineTune(), plan.fineTune() >= 0, "at least 0");
    }
    if (plan.kind() == ScheduleKind.DYNAMIC) {
      range("fraction", plan.fraction(), plan.fraction() > 0 && plan.fraction() < 1, "in (0, 1)");
    }
  }

  private void penalty() {
    if (plan.kind() != ScheduleKind.REGULARISED) {
      return;
    }
    if (plan.lambda() == 0) {
      add("schedule", Diagnostic.SCHEDULE_NEEDS_LAMBDA.with(who));
    } else {
      range("lambda", plan.lambda(), plan.lambda() > 0 && Double.isFinite(plan.lambda()), "finite and above 0");
    }
    if (plan.penalty() == Penalty.GROUP_LASSO && SINGLE.contains(policy.granularity())) {
      add("schedule.penalty", Diagnostic.GROUP_LASSO_OF_WEIGHTS.with(who, policy.granularity(), "single weights"));
    }
  }

  /** What it drops and takes in is the schedule's own, and so is what it holds constant. */
  private void dynamic() {
    if (plan.kind() != ScheduleKind.DYNAMIC) {
      return;
    }
    if (policy.criterion() != Criterion.MAGNITUDE) {
      excluded("criterion", policy.criterion(), "it always drops the smallest weights", "remove criterion");
    }
    if (policy.scoring().scorer() != null) {
      excluded("scorer", policy.scoring().scorer(), "it always drops the smallest weights", "remove scorer");
    }
    Granularity granularity = policy.granularity();
    if (granularity == Granularity.N_OF_M || granularity == Granularity.COLUMN_COMBINED
        || granularity == Granularity.LAYER) {
      excluded("granularity", granularity, "it exchanges groups that come and go one by one",
          "use another granularity");
    }
    if (policy.unit() == Unit.MACS || policy.unit() == Unit.BYTES) {
      excluded("unit", policy.unit(), "it holds a number of groups", "use unit = WEIGHTS or GROUPS");
    }
    if (policy.scope() != Scope.LAYER && policy.ranking().densities() == Densities.RANKED) {
      excluded("densities", Densities.RANKED, "a random mask ranks nothing",
          "use densities = ERDOS_RENYI_KERNEL, or scope = LAYER");
    }
  }

  private void excluded(String element, Object value, String why, String fix) {
    add(element, Diagnostic.PRUNE_CONTRADICTION.with(who, element + " = " + value, "schedule DYNAMIC", why, fix));
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
    if (plan.kind() == ScheduleKind.REGULARISED && from != DEFAULTS.from()) {
      range("from", from, from > 0 && from <= epochs, "above 0 and at most the " + epochs + " epochs of @Train");
    }
    if (plan.kind() == ScheduleKind.DYNAMIC && plan.to() != DEFAULTS.to()) {
      range("to", plan.to(), plan.to() > 0 && plan.to() <= epochs, "above 0 and at most the " + epochs
          + " epochs of @Train");
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
    return plan.kind() != ScheduleKind.ONE_SHOT || plan.from() != DEFAULTS.from() || plan.fineTune() != 0;
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
