package dev.espalier.runtime.policy;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.encoding.StorageFormula;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of pruning policies, as pure functions: the compiler asks them of what the annotations say, the builder of
 * a run of what it was told instead.
 */
public final class PolicyRules {
  private static final Set<Granularity> PRUNES_CLASSES =
      EnumSet.of(Granularity.NEURON, Granularity.FILTER, Granularity.LAYER);

  private PolicyRules() {}

  /**
   * What a policy breaks by itself, whatever layer it is for.
   *
   * @param who whose policy it is, as the messages call it
   * @param train null where the network is not to be fitted
   */
  public static List<Breach> policy(String who, PrunePolicy policy, TrainSettings train) {
    List<Breach> breaches = new ArrayList<>();
    boolean bySparsity = policy.sparsity() != 0;
    boolean byThreshold = policy.threshold() != 0;
    if (bySparsity == byThreshold && policy.granularity() != Granularity.N_OF_M) {
      String given = bySparsity
          ? "sparsity = " + Figures.of(policy.sparsity()) + " and threshold = " + Figures.of(policy.threshold())
          : "neither sparsity nor threshold";
      String fix = bySparsity ? "remove one of them" : "add one of them, for instance sparsity = 0.9";
      add(breaches, who, bySparsity ? "threshold" : "", Diagnostic.SPARSITY_OR_THRESHOLD.with(who, given, fix));
    }
    if (bySparsity && !isShare(policy.sparsity())) {
      add(breaches, who, "sparsity", Diagnostic.SPARSITY_RANGE.with(who, Figures.of(policy.sparsity())));
    }
    if (byThreshold && !(policy.threshold() > 0 && Double.isFinite(policy.threshold()))) {
      add(breaches, who, "threshold", Diagnostic.THRESHOLD_RANGE.with(who, Figures.of(policy.threshold())));
    }
    if (byThreshold && !bySparsity) {
      if (policy.unit() != Unit.WEIGHTS) {
        add(breaches, who, "unit", Diagnostic.PRUNE_OPTION_IGNORED.with(who, "unit", policy.unit()));
      }
      if (policy.scope() != Scope.LAYER) {
        add(breaches, who, "scope", Diagnostic.PRUNE_OPTION_IGNORED.with(who, "scope", policy.scope()));
      }
    }
    breaches.addAll(ShapeRules.policy(who, policy));
    breaches.addAll(RankingRules.policy(who, policy));
    breaches.addAll(ScheduleRules.check(who, policy, train));
    breaches.addAll(CriterionRules.check(who, policy, train));
    return breaches;
  }

  /** What a policy breaks on a layer: granularity, counts, classes, encoding. */
  public static List<Breach> layer(PolicyTarget layer, PrunePolicy policy) {
    List<Breach> breaches = new ArrayList<>();
    Granularity granularity = policy.granularity();
    String name = layer.name();
    if (!layer.granularities().contains(granularity)) {
      add(breaches, name, "granularity", Diagnostic.GRANULARITY_NOT_HERE.with(
          name, layer.kind(), granularity, join(layer.granularities())));
      return breaches;
    }
    if (layer.output() && PRUNES_CLASSES.contains(granularity)) {
      add(breaches, name, "granularity", Diagnostic.PRUNES_OUTPUT.with(name, "granularity = " + granularity));
    }
    List<Breach> shape = ShapeRules.layer(layer, policy);
    breaches.addAll(shape);
    if (shape.isEmpty()) {
      breaches.addAll(CriterionRules.layer(layer, policy));
    }
    if (shape.isEmpty() && isShare(policy.sparsity()) && policy.threshold() == 0) {
      // Heads go from four matrices alike, and are counted once, where they are columns.
      boolean counted = granularity == Granularity.HEAD && layer.matrix().heads().rows();
      if (policy.scope() == Scope.LAYER && !counted) {
        counts(layer, policy, breaches);
      }
      if (policy.unit() != Unit.BYTES) {
        encoding(layer, policy, breaches);
      }
    }
    return breaches;
  }

  /** A layer and its policy. */
  public record Planned(PolicyTarget layer, PrunePolicy policy) {}

  /** What the policies of a network break together: global ranking, the lottery. */
  public static List<Breach> together(List<Planned> planned) {
    List<Breach> breaches = new ArrayList<>();
    lottery(planned, breaches);
    breaches.addAll(RankingRules.together(planned));
    return breaches;
  }

  /**
   * All rules over a network's policies and settings.
   *
   * @param train null where the network is not to be fitted
   * @param outputFeatures of the layer that makes the network's result
   */
  public static List<Breach> network(List<Planned> planned, TrainSettings train, String output, int outputFeatures) {
    List<Breach> breaches = new ArrayList<>();
    if (train != null) {
      breaches.addAll(SettingsRules.check(train));
      breaches.addAll(SettingsRules.output(train, output, outputFeatures));
    }
    for (Planned p : planned) {
      breaches.addAll(policy(p.layer().name(), p.policy(), train));
      breaches.addAll(layer(p.layer(), p.policy()));
    }
    breaches.addAll(together(planned));
    return breaches;
  }

  private static void counts(PolicyTarget layer, PrunePolicy policy, List<Breach> breaches) {
    if (policy.unit() == Unit.BYTES) {
      RankingRules.bytes(layer.name(), List.of(new Planned(layer, policy)), breaches);
      return;
    }
    if (policy.granularity() == Granularity.N_OF_M || policy.granularity() == Granularity.LAYER) {
      return;
    }
    long groups = layer.tiling(policy).tiles();
    long removed = layer.removed(policy);
    String one = RankingRules.group(policy.granularity());
    String what = groups == 1 ? one : one + "s";
    if (removed >= groups) {
      String fix = groups == 1
          ? "prune " + layer.name() + " by a finer granularity, or keep it dense"
          : "use a sparsity of at most " + Figures.atMost((groups - 1.0) / groups, groups);
      add(breaches, layer.name(), "sparsity", Diagnostic.EMPTIES_LAYER.with(
          layer.name(), Figures.of(removed), Figures.of(groups), what, fix));
    } else if (removed == 0) {
      add(breaches, layer.name(), "sparsity", Diagnostic.NOTHING_REMOVED.with(
          layer.name(), Figures.of(policy.sparsity()), Figures.of(groups), what,
          Figures.atLeast(1.0 / groups, groups)));
    }
  }

  private static void encoding(PolicyTarget layer, PrunePolicy policy, List<Breach> breaches) {
    StorageFormula formula = layer.formula(policy);
    Encoding encoding = policy.encoding();
    long groups = layer.tiling(policy).tiles();
    long kept = Math.round(Math.max(1, groups - layer.removed(policy)) * ((double) layer.size() / groups));
    if (policy.granularity() == Granularity.N_OF_M) {
      kept = Math.round((1 - policy.sparsity()) * layer.size());
    }
    long bits = formula.bits(encoding, kept);
    long dense = formula.bits(Encoding.DENSE, formula.size());
    if (bits > dense) {
      OptionalDouble breakEven = formula.breakEven(encoding);
      String pays = breakEven.isPresent()
          ? encoding + " pays from a sparsity of " + Figures.of(breakEven.getAsDouble()) + " on"
          : encoding + " never pays for so few weights";
      String fix = breakEven.isPresent()
          ? "use encoding = AUTO, or a sparsity of at least " + Figures.of(breakEven.getAsDouble())
          : "use encoding = AUTO";
      add(breaches, layer.name(), "encoding", Diagnostic.ENCODING_LARGER_THAN_DENSE.with(
          layer.name(), Figures.of(policy.sparsity()), encoding, Figures.of(bits), Figures.of(dense), pays, fix));
    }
  }

  private static void lottery(List<Planned> planned, List<Breach> breaches) {
    planned.stream()
        .filter(p -> p.policy().schedule().kind() == dev.espalier.dsl.ScheduleKind.LOTTERY)
        .findFirst()
        .ifPresent(first -> {
          for (Planned other : planned) {
            if (!other.policy().schedule().equals(first.policy().schedule())) {
              add(breaches, other.layer().name(), "schedule", Diagnostic.LOTTERY_NOT_ALONE.with(
                  first.layer().name(), ScheduleRules.describe(first.policy().schedule()),
                  other.layer().name(), ScheduleRules.describe(other.policy().schedule())));
            }
          }
        });
  }

  /** Whether it is in (0, 1). */
  static boolean isShare(double value) {
    return value > 0 && value < 1;
  }

  private static String join(List<Granularity> granularities) {
    return granularities.stream().map(Granularity::name).collect(Collectors.joining(", "));
  }

  private static void add(List<Breach> breaches, String layer, String element, Problem problem) {
    breaches.add(new Breach(layer, element, problem));
  }
}
