package dev.espalier.codegen.ir;

import dev.espalier.runtime.execution.Lookup;
import dev.espalier.runtime.execution.SingleAttention;
import dev.espalier.runtime.execution.TokenColumns;
import dev.espalier.runtime.execution.TokenSelection;
import dev.espalier.runtime.execution.TokenWeights;
import java.util.List;

/**
 * A static method of the runtime that is called as a kernel is: {@code (float[] slab, int lanes, operands, constants)}.
 *
 * @param kind which one
 * @param constants its last arguments but the numbers
 * @param numbers its last arguments
 */
public record Routine(Kind kind, List<Integer> constants, List<Float> numbers) {

  public Routine {
    constants = List.copyOf(constants);
    numbers = List.copyOf(numbers);
  }

  /** Without numbers that are no integers. */
  public Routine(Kind kind, List<Integer> constants) {
    this(kind, constants, List.of());
  }

  /** The methods. */
  public enum Kind {
    /** Rows of a table by ids: {@code ids, y, columns in use, table}, then {@code rows, width, lines of a feature}. */
    LOOKUP(Lookup.class, "rows"),
    /**
     * The gradient of the table: {@code ids, dy, columns in use, dTable}, then {@code rows, width, lines of a
     * feature}.
     */
    LOOKUP_GRADIENT(Lookup.class, "gradient"),
    /**
     * Columns in use: {@code valid, columns, least, floats of a vector}, then {@code tokens}, 1 if fewer are enough.
     */
    COLUMNS(TokenColumns.class, "inUse"),
    /** Self-attention of one sample: {@code q, k, v, scores, y, heads}, then {@code size, tokens, apart, causal}. */
    ATTENTION(SingleAttention.class, "attend"),
    /**
     * The same with a mask: {@code q, k, v, valid, scores, y, columns in use, heads}, then {@code size, tokens,
     * apart, causal}.
     */
    MASKED_ATTENTION(SingleAttention.class, "attend"),
    /**
     * The attention that tokens of one sample receive: {@code scores, received, heads left}, then {@code heads,
     * tokens}.
     */
    RECEIVED(TokenSelection.class, "received"),
    /**
     * The same with a mask: {@code scores, valid, received, columns in use, heads left}, then {@code heads, tokens}.
     */
    MASKED_RECEIVED(TokenSelection.class, "received"),
    /** Pseudo-random scores: {@code received}, then {@code tokens}. */
    RANDOM(TokenSelection.class, "random"),
    /** The same with a mask: {@code valid, received}. */
    MASKED_RANDOM(TokenSelection.class, "random"),
    /** Places of the tokens that stay: {@code received, places}, then {@code tokens, columns, class, keep}, then {@code
     * share, threshold}. */
    SELECT(TokenSelection.class, "select"),
    /** The same, and which columns hold tokens: {@code received, places, left}. */
    SELECT_SOME(TokenSelection.class, "selectSome"),
    /** The same of tokens some of which are none: {@code received, valid, places, left}. */
    MASKED_SELECT(TokenSelection.class, "selectSome"),
    /**
     * Places of the tokens that reach a threshold in a weight: {@code received, places, left, threshold}, then {@code
     * tokens, class}.
     */
    SELECT_ABOVE(TokenSelection.class, "selectAbove"),
    /** The same of tokens some of which are none: {@code received, valid, places, left, threshold}. */
    MASKED_SELECT_ABOVE(TokenSelection.class, "selectAbove"),
    /** Places of tokens that may be weighed: {@code received, places, left, stage, threshold}, then the same. */
    WEIGH_SELECT(TokenWeights.class, "select"),
    /** The same of tokens some of which are none: {@code received, valid, places, left, stage, threshold}. */
    MASKED_WEIGH_SELECT(TokenWeights.class, "select"),
    /**
     * What tokens weigh: {@code received, left, stage, weights, slopes, pulls, threshold}, then {@code tokens, class},
     * then {@code temperature}.
     */
    WEIGH(TokenWeights.class, "weigh"),
    /** The same of tokens that weighed something before: {@code received, left, before, stage, ...}. */
    WEIGH_MORE(TokenWeights.class, "weigh"),
    /** Tokens by their places: {@code x, places, y, columns in use}, then {@code channels} and the lines of a
     * channel in x and y. */
    LEFT(TokenColumns.class, "left"),
    /**
     * The gradient of that, to be written whole: {@code dy, places, dx, columns in use before and after}, then {@code
     * channels} and the lines of a channel in dx and dy.
     */
    LEFT_GRADIENT(TokenColumns.class, "gradient"),
    /** The same, added to what is there. */
    LEFT_GRADIENT_MORE(TokenColumns.class, "addGradient");

    private final Class<?> owner;
    private final String method;

    Kind(Class<?> owner, String method) {
      this.owner = owner;
      this.method = method;
    }

    /** The class that has it. */
    public Class<?> owner() {
      return owner;
    }

    /** Its name. */
    public String method() {
      return method;
    }
  }
}
