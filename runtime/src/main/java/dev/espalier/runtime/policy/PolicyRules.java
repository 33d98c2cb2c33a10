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
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The rules of pruning policies, as pure functions: the compiler asks them of what the annotations say, the builder of a
 * run of what it was told instead.
 */
public final class PolicyRules {
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
    if (bySparsity == byThreshold) {
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
    if (layer.output() && (granularity == Granularity.NEURON || granularity == Granularity.FILTER)) {
      add(breaches, name, "granularity", Diagnostic.PRUNES_OUTPUT.with(name, "granularity = " + granularity));
    }
    if (isShare(policy.sparsity()) && policy.threshold() == 0) {
      if (policy.scope() == Scope.LAYER) {
        counts(layer, policy, breaches);
      }
      encoding(layer, policy, breaches);
    }
    return breaches;
  }

  /** A layer and its policy. */
  public record Planned(PolicyTarget layer, PrunePolicy policy) {}

  /** What the policies of a network break together: global ranking, the lottery. */
  public static List<Breach> together(List<Planned> planned) {
    List<Breach> breaches = new ArrayList<>();
    lottery(planned, breaches);
    global(planned.stream().filter(PolicyRules::isRanked).toList(), breaches);
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
    Granularity granularity = policy.granularity();
    long groups = layer.groups(granularity);
    long removed = layer.removed(granularity, policy.sparsity());
    if (removed >= groups) {
      String fix = groups == 1
          ? "prune " + layer.name() + " by a finer granularity, or keep it dense"
          : "use a sparsity of at most " + Figures.atMost((groups - 1.0) / groups, groups);
      add(breaches, layer.name(), "sparsity", Diagnostic.EMPTIES_LAYER.with(
          layer.name(), Figures.of(removed), Figures.of(groups), plural(granularity, groups), fix));
    } else if (removed == 0) {
      add(breaches, layer.name(), "sparsity", Diagnostic.NOTHING_REMOVED.with(
          layer.name(), Figures.of(policy.sparsity()), Figures.of(groups), plural(granularity, groups),
          Figures.atLeast(1.0 / groups, groups)));
    }
  }

  private static void encoding(PolicyTarget layer, PrunePolicy policy, List<Breach> breaches) {
    StorageFormula formula =
        StorageFormula.of(layer.filters(), layer.columns(), layer.kernel(), policy.granularity());
    Encoding encoding = policy.encoding();
    long groups = layer.groups(policy.granularity());
    long removed = layer.removed(policy.granularity(), policy.sparsity());
    long kept = Math.max(1, groups - removed) * (layer.size() / groups);
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

  private static void global(List<Planned> ranked, List<Breach> breaches) {
    if (ranked.isEmpty()) {
      return;
    }
    Planned first = ranked.getFirst();
    if (ranked.size() == 1) {
      add(breaches, first.layer().name(), "scope", Diagnostic.GLOBAL_OVER_ONE.with(first.layer().name()));
      return;
    }
    boolean equal = true;
    for (Planned other : ranked.subList(1, ranked.size())) {
      equal &= sameRanking(first, other, breaches);
    }
    if (equal && isShare(first.policy().sparsity())) {
      globalCounts(ranked, breaches);
    }
  }

  private static boolean sameRanking(Planned first, Planned other, List<Breach> breaches) {
    PrunePolicy a = first.policy();
    PrunePolicy b = other.policy();
    int before = breaches.size();
    differ(first, other, "sparsity", Figures.of(a.sparsity()), Figures.of(b.sparsity()), breaches);
    differ(first, other, "criterion", a.criterionName(), b.criterionName(), breaches);
    differ(first, other, "samples", a.scoring().samples(), b.scoring().samples(), breaches);
    differ(first, other, "fisherBlock", a.scoring().fisherBlock(), b.scoring().fisherBlock(), breaches);
    differ(first, other, "damping", Figures.of(a.scoring().damping()), Figures.of(b.scoring().damping()), breaches);
    differ(first, other, "granularity", a.granularity(), b.granularity(), breaches);
    differ(first, other, "unit", a.unit(), b.unit(), breaches);
    if (!a.schedule().equals(b.schedule())) {
      String one = ScheduleRules.describe(a.schedule());
      differ(first, other, "schedule", one, ScheduleRules.describe(b.schedule()), breaches);
    }
    return breaches.size() == before;
  }

  private static void differ(
      Planned first, Planned other, String element, Object a, Object b, List<Breach> breaches) {
    if (!a.equals(b)) {
      add(breaches, other.layer().name(), element, Diagnostic.GLOBAL_POLICIES_DIFFER.with(
          first.layer().name(), other.layer().name(), element, a, b));
    }
  }

  /** Ranked together, the layers may lose all but one group each. */
  private static void globalCounts(List<Planned> ranked, List<Breach> breaches) {
    Planned first = ranked.getFirst();
    Granularity granularity = first.policy().granularity();
    boolean weights = first.policy().unit() == Unit.WEIGHTS;
    long total = 0;
    long stay = 0;
    for (Planned p : ranked) {
      long groups = p.layer().groups(granularity);
      total += weights ? p.layer().size() : groups;
      stay += weights ? p.layer().size() / Math.max(1, groups) : 1;
    }
    long removed = Math.round(first.policy().sparsity() * total);
    String names = ranked.stream().map(p -> p.layer().name()).collect(Collectors.joining(" + "));
    String what = plural(weights ? Granularity.ELEMENT : granularity, total);
    if (removed > total - stay) {
      String fix = "use a sparsity of at most " + Figures.atMost((total - stay) / (double) total, total);
      add(breaches, first.layer().name(), "sparsity", Diagnostic.EMPTIES_LAYER.with(
          names, Figures.of(removed), Figures.of(total), what, fix));
    } else if (removed == 0) {
      add(breaches, first.layer().name(), "sparsity", Diagnostic.NOTHING_REMOVED.with(
          names, Figures.of(first.policy().sparsity()), Figures.of(total), what, Figures.atLeast(1.0 / total, total)));
    }
  }

  private static String plural(Granularity granularity, long count) {
    String one = granularity == Granularity.ELEMENT ? "weight" : granularity.name().toLowerCase(Locale.ROOT);
    return count == 1 ? one : one + "s";
  }

  /** Whether it takes part in a global ranking; a threshold ranks nothing. */
  private static boolean isRanked(Planned planned) {
    return planned.policy().scope() == Scope.GLOBAL && planned.policy().threshold() == 0;
  }

  private static boolean isShare(double value) {
    return value > 0 && value < 1;
  }

  private static String join(List<Granularity> granularities) {
    return granularities.stream().map(Granularity::name).collect(Collectors.joining(", "));
  }

  private static void add(List<Breach> breaches, String layer, String element, Problem problem) {
    breaches.add(new Breach(layer, element, problem));
  }
}
