package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code @PruneTokens} stands where there are attention scores, and its elements agree. */
final class TokenElements implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    for (LayerSpec layer : model.layers()) {
      TokensSpec tokens = layer.dynamic().tokens();
      if (tokens != null) {
        place(model, layer, tokens, report);
        elements(layer.name(), tokens, report);
        if (tokens.learned() != null) {
          learned(model, layer.name(), tokens, report);
        }
      }
    }
  }

  private static void learned(ModelSpec model, String name, TokensSpec t, Report report) {
    TokensSpec.Learned learned = t.learned();
    if (model.train() == null) {
      report.add(Diagnostic.LEARNED_WITHOUT_TRAIN.with(name), t.source().at("learned"));
    }
    above(learned.lambda(), name, "lambda", t, report);
    above(learned.temperature(), name, "temperature", t, report);
    if (learned.until() != -1) {
      above(learned.until(), name, "until", t, report);
    }
    LayerSpec first = model.layers().stream()
        .filter(l -> l.dynamic().tokens() != null && l.dynamic().tokens().learned() != null).findFirst().orElseThrow();
    double until = first.dynamic().tokens().learned().until();
    learnedRange(learned.until() == until, name, "until", learned.until(),
        Figures.of(until) + ", as of " + first.name(), t, report);
  }

  private static void above(double value, String name, String element, TokensSpec t, Report report) {
    boolean holds = value > 0 && Double.isFinite(value);
    learnedRange(holds, name, element, value, "above 0 and finite", t, report);
  }

  private static void learnedRange(
      boolean holds, String name, String element, double value, String range, TokensSpec t, Report report) {
    if (!holds) {
      report.add(
          Diagnostic.TOKEN_RANGE.with(name, "learned." + element, Figures.of(value), range), t.source().at("learned"));
    }
  }

  private static void place(ModelSpec model, LayerSpec layer, TokensSpec tokens, Report report) {
    if (!(layer.layer() instanceof SelfAttentionLayer attention)) {
      String attentions = model.layers().stream()
          .filter(l -> l.layer() instanceof SelfAttentionLayer)
          .map(LayerSpec::name)
          .collect(Collectors.joining(", "));
      report.add(Diagnostic.TOKENS_NEED_SCORES.with(
          layer.name(), layer.layer().kind(), attentions.isEmpty() ? "there is none" : attentions), tokens.source());
    } else if (attention.causal()) {
      report.add(Diagnostic.CAUSAL_TOKENS_PRUNED.with(layer.name()), tokens.source());
    }
  }

  private static void elements(String name, TokensSpec t, Report report) {
    List<String> counts = new ArrayList<>();
    given(counts, "keep", t.keep());
    given(counts, "share", t.share());
    if (counts.size() == 2) {
      report.add(
          Diagnostic.TOKEN_FORMS.with(name, String.join(" and ", counts), "keep one of keep and share"), t.source());
    } else if (!counts.isEmpty() && t.learned() != null) {
      report.add(Diagnostic.TOKEN_FORMS.with(
          name, counts.getFirst() + " and learned", "remove one of them"), t.source());
    } else if (counts.isEmpty() && t.threshold() == 0 && t.learned() == null) {
      report.add(Diagnostic.TOKEN_FORMS.with(name, "none of them", "add one, for instance share = 0.5"), t.source());
    }
    if (t.learned() != null && t.score() == TokenScore.RANDOM) {
      report.add(Diagnostic.TOKEN_FORMS.with(
          name, "learned and score = RANDOM, which has no gradient", "remove one of them"), t.source());
    } else if (t.threshold() != 0 && t.score() == TokenScore.RANDOM) {
      report.add(Diagnostic.TOKEN_FORMS.with(name, "threshold = " + Figures.of(t.threshold())
          + ", with which attention is compared, and score = RANDOM", "remove one of them"), t.source());
    }
    range(t.keep() >= 0, name, "keep", Integer.toString(t.keep()), "at least 1", t, report);
    range(t.share() >= 0 && t.share() < 1, name, "share", Figures.of(t.share()), "above 0 and below 1", t, report);
    range(t.threshold() >= 0 && t.threshold() < 1, name, "threshold", Figures.of(t.threshold()), "above 0 and below 1",
        t, report);
  }

  private static void given(List<String> given, String element, double value) {
    // A NaN is given, too.
    if (value != 0) {
      given.add(element + " = " + Figures.of(value));
    }
  }

  private static void range(
      boolean holds, String name, String element, String value, String range, TokensSpec tokens, Report report) {
    if (!holds) {
      report.add(Diagnostic.TOKEN_RANGE.with(name, element, value, range), tokens.source().at(element));
    }
  }
}
