package dev.espalier.runtime.policy;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.encoding.StorageFormula;
import dev.espalier.runtime.policy.PolicyRules.Planned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules of what groups are ranked against: scope, group, limits, densities, and whether the target can be met. */
final class RankingRules {
  private RankingRules() {}

  /** What a policy breaks by itself. */
  static List<Breach> policy(String who, PrunePolicy policy) {
    List<Breach> breaches = new ArrayList<>();
    RankingPlan plan = policy.ranking();
    boolean named = !plan.group().isEmpty();
    if (named != (policy.scope() == Scope.GROUP)) {
      String given = named ? "group = \"" + plan.group() + "\"" : "no group";
      add(breaches, who, named ? "group" : "scope", Diagnostic.GROUP_NAME.with(
          who, "scope = " + policy.scope(), given, named ? "use scope = GROUP, or remove group" : "add a group"));
    }
    if (policy.scope() == Scope.LAYER) {
      ignored(who, "minSparsity", Figures.of(plan.minSparsity()), plan.minSparsity() != 0, breaches);
      ignored(who, "maxSparsity", Figures.of(plan.maxSparsity()), plan.maxSparsity() != 1, breaches);
      ignored(who, "densities", plan.densities().name(), plan.densities() != Densities.RANKED, breaches);
      return breaches;
    }
    if (!(plan.minSparsity() >= 0 && plan.minSparsity() < 1)) {
      add(breaches, who, "minSparsity",
          Diagnostic.PRUNE_RANGE.with(who, "minSparsity", Figures.of(plan.minSparsity()), "in [0, 1)"));
    } else if (!(plan.maxSparsity() > 0 && plan.maxSparsity() <= 1)) {
      add(breaches, who, "maxSparsity",
          Diagnostic.PRUNE_RANGE.with(who, "maxSparsity", Figures.of(plan.maxSparsity()), "in (0, 1]"));
    } else if (plan.minSparsity() > plan.maxSparsity()) {
      add(breaches, who, "minSparsity", Diagnostic.MINIMUM_ABOVE_MAXIMUM.with(
          who, Figures.of(plan.minSparsity()), Figures.of(plan.maxSparsity())));
    }
    if (plan.densities() != Densities.RANKED && policy.unit() == Unit.BYTES) {
      add(breaches, who, "densities", Diagnostic.PRUNE_CONTRADICTION.with(who, "densities = " + plan.densities(),
          "unit = BYTES", "densities share out weights, whose bytes depend on where they are", "use unit = WEIGHTS"));
    }
    return breaches;
  }

  private static void ignored(String who, String element, String value, boolean given, List<Breach> breaches) {
    if (given) {
      add(breaches, who, element, Diagnostic.SCOPE_OPTION_IGNORED.with(who, element, value));
    }
  }

  /** What the policies of a network break together. */
  static List<Breach> together(List<Planned> planned) {
    Map<String, List<Planned>> scopes = new LinkedHashMap<>();
    for (Planned p : planned) {
      if (p.policy().threshold() == 0 && p.policy().scope() != Scope.LAYER && !isNameless(p.policy())) {
        scopes.computeIfAbsent(scope(p.policy()), key -> new ArrayList<>()).add(p);
      }
    }
    List<Breach> breaches = new ArrayList<>();
    scopes.forEach((scope, ranked) -> scope(scope, ranked, breaches));
    return breaches;
  }

  private static boolean isNameless(PrunePolicy policy) {
    return policy.scope() == Scope.GROUP && policy.ranking().group().isEmpty();
  }

  private static String scope(PrunePolicy policy) {
    return policy.scope() == Scope.GLOBAL ? "scope = GLOBAL" : "group = \"" + policy.ranking().group() + "\"";
  }

  private static void scope(String scope, List<Planned> ranked, List<Breach> breaches) {
    Planned first = ranked.getFirst();
    if (ranked.size() == 1) {
      add(breaches, first.layer().name(), "scope", Diagnostic.GLOBAL_OVER_ONE.with(first.layer().name(), scope));
      return;
    }
    boolean equal = true;
    for (Planned other : ranked.subList(1, ranked.size())) {
      equal &= sameRanking(scope, first, other, breaches);
    }
    if (equal && PolicyRules.isShare(first.policy().sparsity())) {
      counts(ranked, breaches);
    }
  }

  private static boolean sameRanking(String scope, Planned first, Planned other, List<Breach> breaches) {
    PrunePolicy a = first.policy();
    PrunePolicy b = other.policy();
    List<Difference> differences = List.of(
        new Difference("sparsity", Figures.of(a.sparsity()), Figures.of(b.sparsity())),
        new Difference("criterion", a.criterionName(), b.criterionName()),
        new Difference("samples", a.scoring().samples(), b.scoring().samples()),
        new Difference("fisherBlock", a.scoring().fisherBlock(), b.scoring().fisherBlock()),
        new Difference("damping", Figures.of(a.scoring().damping()), Figures.of(b.scoring().damping())),
        new Difference("granularity", rows(a.granularity()), rows(b.granularity())),
        new Difference("block", a.shape().block(), b.shape().block()),
        new Difference("unit", a.unit(), b.unit()),
        new Difference("densities", a.ranking().densities(), b.ranking().densities()));
    int before = breaches.size();
    for (Difference difference : differences) {
      if (!difference.one().equals(difference.other())) {
        differ(scope, first, other, difference, breaches);
      }
    }
    if (!a.schedule().equals(b.schedule())) {
      differ(scope, first, other, new Difference("schedule", ScheduleRules.describe(a.schedule()),
          ScheduleRules.describe(b.schedule())), breaches);
    }
    return breaches.size() == before;
  }

  private record Difference(String element, Object one, Object other) {}

  /** A neuron of a dense layer and a filter of a convolution are one thing. */
  private static Granularity rows(Granularity granularity) {
    return granularity == Granularity.FILTER ? Granularity.NEURON : granularity;
  }

  private static void differ(
      String scope, Planned first, Planned other, Difference difference, List<Breach> breaches) {
    add(breaches, other.layer().name(), difference.element(), Diagnostic.GLOBAL_POLICIES_DIFFER.with(
        first.layer().name(), other.layer().name(), difference.element(), difference.one(), difference.other(), scope));
  }

  /** Ranked together, the layers may lose all but one group each, within their own limits. */
  private static void counts(List<Planned> ranked, List<Breach> breaches) {
    Planned first = ranked.getFirst();
    PrunePolicy policy = first.policy();
    String names = ranked.stream().map(p -> p.layer().name()).collect(Collectors.joining(" + "));
    if (policy.unit() == Unit.BYTES) {
      bytes(names, ranked, breaches);
      return;
    }
    boolean whole = policy.granularity() == Granularity.LAYER;
    long total = 0;
    long stay = 0;
    long smallest = Long.MAX_VALUE;
    double least = 0;
    double most = 0;
    double half = 0;
    for (Planned p : ranked) {
      long all = p.layer().whole(p.policy());
      long group = p.layer().largestGroup(p.policy());
      RankingPlan plan = p.policy().ranking();
      total += all;
      stay += whole ? 0 : group;
      smallest = Math.min(smallest, group);
      half = Math.max(half, group / 2.0);
      least += plan.minSparsity() * all;
      most += Math.min(plan.maxSparsity() * all, (double) (all - (whole ? 0 : group)));
    }
    long removed = Math.round(policy.sparsity() * total);
    String what = plural(policy, total);
    String name = first.layer().name();
    if (removed > total - stay) {
      String fix = "use a sparsity of at most " + Figures.atMost((total - stay) / (double) total, total);
      add(breaches, name, "sparsity", Diagnostic.EMPTIES_LAYER.with(
          names, Figures.of(removed), Figures.of(total), what, fix));
    } else if (2 * removed < smallest) {
      add(breaches, name, "sparsity", Diagnostic.NOTHING_REMOVED.with(names, Figures.of(policy.sparsity()),
          Figures.of(total), what, Figures.atLeast((double) smallest / total, total)));
    } else if (removed > most + half || removed < least - half) {
      boolean tooMuch = removed > most;
      String bound = Figures.percent((tooMuch ? most : least) / total);
      add(breaches, name, "sparsity", Diagnostic.LIMITS_EXCLUDE_TARGET.with(names, Figures.of(policy.sparsity()),
          tooMuch ? "maxSparsity" : "minSparsity", tooMuch ? "at most" : "at least", bound));
    }
  }

  /** Whether few enough bytes are left with one group a layer. */
  static void bytes(String names, List<Planned> ranked, List<Breach> breaches) {
    Planned first = ranked.getFirst();
    long dense = 0;
    long fewest = 0;
    for (Planned p : ranked) {
      StorageFormula formula = p.layer().formula(p.policy());
      Encoding encoding = p.policy().encoding();
      if (!formula.pattern().fits(encoding)) {
        return;
      }
      dense += formula.size() * Float.BYTES;
      boolean whole = p.policy().granularity() == Granularity.LAYER;
      fewest += whole ? 0 : (formula.bits(encoding, p.layer().tiling(p.policy()).size(0)) + 7) / 8;
    }
    double allowed = (1 - first.policy().sparsity()) * dense;
    if (fewest > allowed) {
      double most = 1 - (double) fewest / dense;
      String fix = most > 0 ? "use a sparsity of at most " + Figures.atMost(most, dense) + ", or encoding = AUTO"
          : "use encoding = AUTO";
      add(breaches, first.layer().name(), "sparsity", Diagnostic.BYTES_OUT_OF_REACH.with(
          names, Figures.of((long) allowed), Figures.of(dense), first.policy().encoding(), Figures.of(fewest), fix));
    }
  }

  /** What a unit counts, for messages. */
  static String plural(PrunePolicy policy, long count) {
    String one = switch (policy.unit()) {
      case WEIGHTS, BYTES -> "weight";
      case MACS -> "multiply-add";
      case GROUPS -> group(policy.granularity());
    };
    return count == 1 ? one : one + "s";
  }

  /** What a granularity removes, for messages. */
  static String group(Granularity granularity) {
    return switch (granularity) {
      case ELEMENT, COLUMN_COMBINED, N_OF_M -> "weight";
      case VECTOR, BLOCK, KERNEL, NEURON, FILTER, CHANNEL, HEAD, LAYER -> granularity.name().toLowerCase(Locale.ROOT);
    };
  }

  private static void add(List<Breach> breaches, String layer, String element, Problem problem) {
    breaches.add(new Breach(layer, element, problem));
  }
}
