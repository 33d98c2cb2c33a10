package dev.espalier.codegen.ir;

import dev.espalier.runtime.execution.Lookup;
import dev.espalier.runtime.execution.SingleAttention;
import java.util.List;

/**
 * A static method of the runtime that is called as a kernel is: {@code (float[] slab, int lanes, operands, constants)}.
 *
 * @param kind which one
 * @param constants its last arguments
 */
public record Routine(Kind kind, List<Integer> constants) {

  public Routine {
    constants = List.copyOf(constants);
  }

  /** The methods. */
  public enum Kind {
    /** Rows of a table by ids: {@code ids, y, table}, then {@code rows, width, tokens}. */
    LOOKUP(Lookup.class, "rows"),
    /** The gradient of the table: {@code ids, dy, dTable}, then {@code rows, width, tokens}. */
    LOOKUP_GRADIENT(Lookup.class, "gradient"),
    /** Self-attention of one sample: {@code q, k, v, scores, y, heads}, then {@code size, tokens, causal}. */
    ATTENTION(SingleAttention.class, "attend"),
    /** The same with a mask: {@code q, k, v, valid, scores, y, heads}, then {@code size, tokens, causal}. */
    MASKED_ATTENTION(SingleAttention.class, "attend");

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
