package dev.espalier.runtime.policy;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rules of what is removed as one: the numbers that a granularity takes, and what it goes together with. */
final class ShapeRules {
  private ShapeRules() {}

  /** What a policy breaks by itself. */
  static List<Breach> policy(String who, PrunePolicy policy) {
    List<Breach> breaches = new ArrayList<>();
    ignored(who, policy, breaches);
    switch (policy.granularity()) {
      case VECTOR, BLOCK -> block(who, policy, breaches);
      case N_OF_M -> nOfM(who, policy, breaches);
      case COLUMN_COMBINED -> combined(who, policy, breaches);
      case LAYER -> wholeLayer(who, policy, breaches);
      case ELEMENT, KERNEL, NEURON, FILTER, CHANNEL, HEAD -> { }
    }
    return breaches;
  }

  /** What it breaks on a layer that has the granularity. */
  static List<Breach> layer(PolicyTarget layer, PrunePolicy policy) {
    List<Breach> breaches = new ArrayList<>();
    GroupShape shape = policy.shape();
    WeightMatrix matrix = layer.matrix();
    switch (policy.granularity()) {
      case VECTOR, BLOCK -> fits(layer, "block", shape.blockRows(), shape.blockColumns(), breaches);
      case N_OF_M -> {
        fits(layer, "sharedRows", shape.sharedRows(), 1, breaches);
        divides(layer, shape, breaches);
      }
      case LAYER -> {
        if (!layer.bypassed() && !layer.output()) {
          add(breaches, layer.name(), "granularity", Diagnostic.NO_WAY_AROUND.with(layer.name()));
        }
      }
      case ELEMENT, KERNEL, NEURON, FILTER, CHANNEL, COLUMN_COMBINED, HEAD -> { }
    }
    Encoding encoding = policy.encoding();
    if (!shape.pattern(policy.granularity(), matrix).fits(encoding)) {
      String holds = encoding == Encoding.N_OF_M
          ? "the same number of every M neighbours"
          : "whole blocks of several weights";
      String fix = encoding == Encoding.N_OF_M
          ? "use granularity = N_OF_M, or encoding = AUTO"
          : "use granularity = BLOCK with a block such as {4, 4}, or encoding = AUTO";
      add(breaches, layer.name(), "encoding",
          Diagnostic.ENCODING_CANNOT_HOLD.with(layer.name(), encoding, holds, policy.granularity(), fix));
    }
    return breaches;
  }

  private static void ignored(String who, PrunePolicy policy, List<Breach> breaches) {
    GroupShape shape = policy.shape();
    GroupShape none = GroupShape.DEFAULT;
    Granularity granularity = policy.granularity();
    if (granularity != Granularity.VECTOR && granularity != Granularity.BLOCK && !shape.block().isEmpty()) {
      ignored(who, "block", braces(shape.block()), policy, "BLOCK", breaches);
    }
    if (granularity != Granularity.N_OF_M) {
      ignoredNumber(who, "n", shape.n(), none.n(), policy, "N_OF_M", breaches);
      ignoredNumber(who, "m", shape.m(), none.m(), policy, "N_OF_M", breaches);
      ignoredNumber(who, "sharedRows", shape.sharedRows(), none.sharedRows(), policy, "N_OF_M", breaches);
    }
    if (granularity != Granularity.COLUMN_COMBINED) {
      ignoredNumber(who, "columns", shape.columns(), none.columns(), policy, "COLUMN_COMBINED", breaches);
      ignoredNumber(who, "conflicts", shape.conflicts(), none.conflicts(), policy, "COLUMN_COMBINED", breaches);
    }
  }

  private static void ignoredNumber(
      String who, String element, double value, double unused, PrunePolicy policy, String takes, List<Breach> to) {
    if (value != unused) {
      ignored(who, element, Figures.of(value), policy, takes, to);
    }
  }

  private static void ignored(
      String who, String element, String value, PrunePolicy policy, String takes, List<Breach> breaches) {
    add(breaches, who, element,
        Diagnostic.GRANULARITY_OPTION_IGNORED.with(who, element, value, policy.granularity(), takes));
  }

  private static void block(String who, PrunePolicy policy, List<Breach> breaches) {
    List<Integer> block = policy.shape().block();
    boolean vector = policy.granularity() == Granularity.VECTOR;
    boolean sound = block.size() == 2 && block.stream().allMatch(extent -> extent >= 1)
        && block.stream().anyMatch(extent -> extent > 1);
    if (!sound || (vector && block.stream().noneMatch(extent -> extent == 1))) {
      String fix = vector
          ? "use block = {1, 4} for neighbours in a row, {4, 1} for neighbours in a column, or granularity = BLOCK"
          : "use a block such as {4, 4}, or granularity = ELEMENT for single weights";
      String takes = vector
          ? "{rows, columns}, one of them 1 and the other more"
          : "{rows, columns}, each at least 1 and one of them more";
      add(breaches, who, block.isEmpty() ? "granularity" : "block",
          Diagnostic.BLOCK_SHAPE.with(who, policy.granularity(), braces(block), takes, fix));
    }
  }

  private static void nOfM(String who, PrunePolicy policy, List<Breach> breaches) {
    GroupShape shape = policy.shape();
    if (shape.n() < 1 || shape.n() >= shape.m()) {
      add(breaches, who, shape.n() == 0 && shape.m() == 0 ? "granularity" : "n",
          Diagnostic.N_OF_M_RANGE.with(who, shape.n(), shape.m()));
    } else if (policy.sparsity() != 0 && Math.abs(policy.sparsity() - nOfMSparsity(shape)) > 1e-9) {
      add(breaches, who, "sparsity", Diagnostic.N_OF_M_SPARSITY.with(
          who, shape.n() + ":" + shape.m(), Figures.of(nOfMSparsity(shape)), Figures.of(policy.sparsity())));
    }
    if (shape.sharedRows() < 1) {
      add(breaches, who, "sharedRows",
          Diagnostic.PRUNE_RANGE.with(who, "sharedRows", shape.sharedRows(), "at least 1"));
    }
    String kept = "the mask always keeps n of every m neighbours";
    ownRanking(who, policy, kept, breaches);
  }

  private static double nOfMSparsity(GroupShape shape) {
    return 1 - (double) shape.n() / shape.m();
  }

  private static void combined(String who, PrunePolicy policy, List<Breach> breaches) {
    GroupShape shape = policy.shape();
    if (shape.columns() < 2) {
      add(breaches, who, "columns", Diagnostic.PRUNE_RANGE.with(who, "columns", shape.columns(), "at least 2"));
    }
    if (!(shape.conflicts() >= 0 && Double.isFinite(shape.conflicts()))) {
      add(breaches, who, "conflicts",
          Diagnostic.PRUNE_RANGE.with(who, "conflicts", Figures.of(shape.conflicts()), "finite and at least 0"));
    }
    ownRanking(who, policy, "columns are combined within one layer, to a number of weights", breaches);
  }

  /** N_OF_M and COLUMN_COMBINED choose within the layer, to a share of its weights. */
  private static void ownRanking(String who, PrunePolicy policy, String why, List<Breach> breaches) {
    if (policy.scope() != Scope.LAYER) {
      contradiction(who, "scope", policy, "scope = " + policy.scope(), why, "use scope = LAYER", breaches);
    }
    if (policy.threshold() != 0) {
      contradiction(who, "threshold", policy, "threshold = " + Figures.of(policy.threshold()), why,
          policy.granularity() == Granularity.N_OF_M ? "remove threshold" : "give sparsity instead", breaches);
    }
    if (policy.unit() == Unit.BYTES) {
      contradiction(who, "unit", policy, "unit = BYTES", why, "use unit = WEIGHTS", breaches);
    }
  }

  private static void wholeLayer(String who, PrunePolicy policy, List<Breach> breaches) {
    if (policy.scope() == Scope.LAYER && policy.threshold() == 0) {
      contradiction(who, "scope", policy, "scope = LAYER", "a layer by itself has nothing to be ranked against",
          "use scope = GLOBAL or GROUP, or a threshold", breaches);
    }
    if (policy.ranking().densities() != Densities.RANKED) {
      contradiction(who, "densities", policy, "densities = " + policy.ranking().densities(),
          "a layer goes or stays as a whole", "remove densities", breaches);
    }
    if (policy.scope() != Scope.LAYER && policy.ranking().limits()) {
      contradiction(who, policy.ranking().minSparsity() != 0 ? "minSparsity" : "maxSparsity", policy,
          "a minSparsity or maxSparsity", "a layer goes or stays as a whole", "remove them", breaches);
    }
  }

  private static void contradiction(
      String who, String element, PrunePolicy policy, String other, String why, String fix, List<Breach> breaches) {
    add(breaches, who, element, Diagnostic.PRUNE_CONTRADICTION.with(
        who, "granularity = " + policy.granularity(), other, why, fix));
  }

  private static void fits(PolicyTarget layer, String element, int rows, int columns, List<Breach> breaches) {
    WeightMatrix matrix = layer.matrix();
    if (rows > matrix.rows() || columns > matrix.columns()) {
      add(breaches, layer.name(), element, Diagnostic.BLOCK_LARGER_THAN_MATRIX.with(layer.name(),
          rows + " x " + columns, matrix.rows() + " x " + matrix.columns()));
    }
  }

  private static void divides(PolicyTarget layer, GroupShape shape, List<Breach> breaches) {
    int inputs = layer.matrix().channels();
    if (shape.n() < 1 || shape.n() >= shape.m() || inputs % shape.m() == 0) {
      return;
    }
    String divisors = IntStream.rangeClosed(2, inputs).filter(d -> inputs % d == 0).mapToObj(String::valueOf)
        .collect(Collectors.joining(", "));
    String choices = divisors.isEmpty()
        ? ""
        : "use N:M with M in {" + divisors + "}, pad " + layer.name() + "'s input, or ";
    add(breaches, layer.name(), "m", Diagnostic.N_OF_M_DOES_NOT_DIVIDE.with(layer.name(), shape.n() + ":" + shape.m(),
        inputs, layer.matrix().kernel() > 1 || layer.kind().startsWith("Conv") ? "input channels" : "inputs", shape.m(),
        choices));
  }

  private static String braces(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
  }

  private static void add(List<Breach> breaches, String layer, String element, Problem problem) {
    breaches.add(new Breach(layer, element, problem));
  }
}
