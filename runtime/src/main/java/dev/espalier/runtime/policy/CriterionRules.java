package dev.espalier.runtime.policy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of a policy's criterion: that what it looks at is there when it prunes, and that no option is ignored. */
public final class CriterionRules {
  private static final ScoringOptions DEFAULTS = ScoringOptions.DEFAULTS;
  private static final int LARGEST_BLOCK = 4096;

  private final String who;
  private final PrunePolicy policy;
  private final List<Breach> breaches = new ArrayList<>();

  private CriterionRules(String who, PrunePolicy policy) {
    this.who = who;
    this.policy = policy;
  }

  /**
   * What a policy's criterion breaks.
   *
   * @param train null where the network is not to be fitted
   */
  static List<Breach> check(String who, PrunePolicy policy, TrainSettings train) {
    CriterionRules rules = new CriterionRules(who, policy);
    rules.options();
    rules.ranges();
    if (policy.scoring().scorer() != null) {
      rules.scorer();
    } else {
      rules.sight(train);
      rules.schedule();
      rules.goal();
      rules.heads();
    }
    return rules.breaches;
  }

  /** What a policy's criterion breaks on a layer that has the granularity. */
  static List<Breach> layer(PolicyTarget layer, PrunePolicy policy) {
    CriterionRules rules = new CriterionRules(layer.name(), policy);
    if (policy.scoring().scorer() == null && policy.criterion() == Criterion.OBS) {
      rules.blocks(layer);
    }
    if (policy.looksAtScales()) {
      rules.scale(layer);
    }
    return rules.breaches;
  }

  /** OBS has something to update where a group leaves a part of each block that it reaches into. */
  private void blocks(PolicyTarget layer) {
    int block = policy.scoring().fisherBlock();
    int columns = layer.matrix().columns();
    int run = layer.tiling(policy).tileColumns();
    boolean whole = policy.granularity() == Granularity.LAYER;
    if (block < 1 || (!whole && (run == 1 || run < block))) {
      return;
    }
    String removes = whole ? "the layer" : run == columns ? "whole rows of " + Figures.of(run) : Figures.of(run)
        + " neighbours of a row";
    String fix = whole || run >= LARGEST_BLOCK ? "use criterion = FISHER"
        : "use criterion = FISHER, or a fisherBlock above " + Figures.of(run);
    add("criterion", Diagnostic.CRITERION_OF_GRANULARITY.with(
        who, Figures.of(block), policy.granularity(), removes, fix));
  }

  /** That scores are taken over no more records than there are. Only known once the training set is. */
  public static Optional<Problem> samples(String who, PrunePolicy policy, long records) {
    int samples = policy.scoring().samples();
    return samples <= records
        ? Optional.empty()
        : Optional.of(Diagnostic.SAMPLES_BEYOND_DATA.with(who, Figures.of(samples), Figures.of(records)));
  }

  /** BN_SCALE has a scale for every group. */
  private void scale(PolicyTarget target) {
    if (policy.granularity() != Granularity.FILTER && policy.granularity() != Granularity.NEURON) {
      add("granularity", Diagnostic.SCALES_ARE_OF_FILTERS.with(who, policy.granularity(),
          target.kind().equals("Dense") ? Granularity.NEURON : Granularity.FILTER));
    }
    if (!target.normalized()) {
      add("criterion", Diagnostic.SCALE_NEEDS_NORM.with(who, target.consumers()));
    }
    if (policy.schedule().kind() == ScheduleKind.REGULARISED && policy.schedule().penalty() == Penalty.GROUP_LASSO) {
      add("schedule.penalty", Diagnostic.PENALTY_OF_SCALES.with(who));
    }
  }

  private void options() {
    ScoringOptions given = policy.scoring();
    boolean scorer = given.scorer() != null;
    boolean obs = !scorer && policy.criterion() == Criterion.OBS;
    if (given.samples() != DEFAULTS.samples() && !scorer && !takesSamples(policy.criterion())) {
      ignored("samples", Figures.of(given.samples()), "GRADIENT, TAYLOR, FISHER, OBS, WANDA, HEAD_GATE, SNIP or GRASP");
    }
    if (given.fisherBlock() != DEFAULTS.fisherBlock() && !obs) {
      ignored("fisherBlock", Figures.of(given.fisherBlock()), "OBS");
    }
    if (given.damping() != DEFAULTS.damping() && !obs) {
      ignored("damping", Figures.of(given.damping()), "OBS");
    }
  }

  private void ranges() {
    ScoringOptions given = policy.scoring();
    range("samples", Figures.of(given.samples()), given.samples() >= 0, "at least 1, or 0 for the whole training set");
    range("fisherBlock", Figures.of(given.fisherBlock()),
        given.fisherBlock() >= 1 && given.fisherBlock() <= LARGEST_BLOCK, "in 1 to " + LARGEST_BLOCK);
    range("damping", Figures.of(given.damping()), given.damping() > 0 && Double.isFinite(given.damping()),
        "finite and above 0");
  }

  private void scorer() {
    if (policy.criterion() != Criterion.MAGNITUDE) {
      add("scorer", Diagnostic.SCORER_AND_CRITERION.with(who, policy.criterion(), policy.scoring().scorer()));
    }
  }

  private void sight(TrainSettings train) {
    if (train != null) {
      return;
    }
    String seen = switch (policy.criterion()) {
      case MAGNITUDE, BN_SCALE, HARD_CONCRETE, RANDOM -> null;
      case GRADIENT, TAYLOR, FISHER, OBS, SNIP, GRASP, HEAD_GATE -> "gradients of the loss";
      case WANDA -> "the inputs of the layer over the training set";
      case SYNFLOW -> "gradients through the network";
      case MOVEMENT -> "gradients in training";
    };
    if (seen != null) {
      add("criterion", Diagnostic.CRITERION_NEEDS_TRAIN.with(who, policy.criterion(), seen));
    }
  }

  private void schedule() {
    SchedulePlan plan = policy.schedule();
    boolean first = plan.kind() == ScheduleKind.ONE_SHOT && plan.from() == 0;
    switch (policy.criterion()) {
      case SNIP, GRASP, SYNFLOW -> {
        if (!first) {
          String instead = policy.criterion() == Criterion.SYNFLOW ? "MAGNITUDE" : "TAYLOR";
          String given = plan.kind() == ScheduleKind.ONE_SHOT && plan.from() < 0
              ? "ONE_SHOT after the last epoch"
              : ScheduleRules.describe(plan);
          add("criterion", Diagnostic.CRITERION_AT_INITIALISATION.with(who, policy.criterion(), given, instead));
        }
      }
      case MOVEMENT -> {
        if (first) {
          add("criterion", Diagnostic.CRITERION_BEFORE_TRAINING.with(
              who, policy.criterion(), ScheduleRules.describe(plan)));
        }
      }
      case MAGNITUDE, GRADIENT, TAYLOR, FISHER, OBS, WANDA, BN_SCALE, HEAD_GATE, HARD_CONCRETE, RANDOM -> {
        // at any time
      }
    }
  }

  /** Numbers of heads are of heads, and gates and their penalty belong together. */
  private void heads() {
    boolean gates = policy.criterion() == Criterion.HARD_CONCRETE;
    if ((gates || policy.criterion() == Criterion.HEAD_GATE) && policy.granularity() != Granularity.HEAD) {
      add("granularity", Diagnostic.HEAD_GATE_OF_HEADS.with(who, policy.granularity(), policy.criterion()));
    }
    SchedulePlan plan = policy.schedule();
    boolean regularised = plan.kind() == ScheduleKind.REGULARISED;
    if (gates != (regularised && plan.penalty() == Penalty.L0)) {
      String has = regularised ? "penalty = " + plan.penalty() : "schedule " + plan.kind();
      add(gates ? "criterion" : "schedule.penalty", Diagnostic.PENALTY_OF_GATES.with(
          who, policy.criterion(), has, gates ? "criterion = HEAD_GATE" : "penalty = L1"));
    }
  }

  private void goal() {
    if (policy.criterion() == Criterion.SYNFLOW && policy.threshold() != 0 && policy.sparsity() == 0) {
      add("threshold", Diagnostic.CRITERION_NEEDS_SPARSITY.with(who, policy.criterion()));
    }
  }

  private static boolean takesSamples(Criterion criterion) {
    return switch (criterion) {
      case GRADIENT, TAYLOR, FISHER, OBS, WANDA, SNIP, GRASP, HEAD_GATE -> true;
      case MAGNITUDE, SYNFLOW, MOVEMENT, BN_SCALE, HARD_CONCRETE, RANDOM -> false;
    };
  }

  private void ignored(String element, String value, String usedBy) {
    add(element, Diagnostic.CRITERION_OPTION_IGNORED.with(who, element, value, policy.criterionName(), usedBy));
  }

  private void range(String element, String value, boolean holds, String what) {
    if (!holds) {
      add(element, Diagnostic.CRITERION_OPTION_RANGE.with(who, element, value, what));
    }
  }

  private void add(String element, Problem problem) {
    breaches.add(new Breach(who, element, problem));
  }
}
