package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.execution.TokenSelection;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tokens of a sample stay: at most so many, at most a share of its own, none that scores less.
 *
 * @param keep 0 where none is given
 * @param share 0 where none is given
 * @param threshold 0 where none is given
 */
public record TokenChoice(int keep, float share, float threshold, TokenScore score) {

  /** What an annotation declares; its elements are sound. */
  public static TokenChoice of(TokensSpec spec) {
    return new TokenChoice(spec.keep(), (float) spec.share(), (float) spec.threshold(), spec.score());
  }

  /** The most tokens that can stay of so many: columns of what is left. */
  int columns(int tokens) {
    int most = keep > 0 ? Math.min(keep, tokens) : tokens;
    return share > 0 ? Math.min(most, TokenSelection.count(share, tokens)) : most;
  }

  /** Whether as many tokens stay of one sample as of another that has as many. */
  boolean isFixed() {
    return threshold == 0;
  }

  /** In a few words. */
  String text(int tokens) {
    List<String> parts = new ArrayList<>();
    if (keep > 0 || share > 0) {
      String how = score == TokenScore.RANDOM ? "at random " : "";
      parts.add(how + "at most " + columns(tokens) + " of " + tokens + " tokens");
    }
    if (share > 0) {
      parts.add("a share of " + Figures.of(share) + " of those that a sample has");
    }
    if (threshold > 0) {
      parts.add("what receives an attention of at least " + threshold);
    }
    return String.join(", ", parts);
  }
}
