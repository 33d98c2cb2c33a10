package dev.espalier.codegen.ir;

import java.util.SortedMap;

/**
 * Where everything lies.
 *
 * @param lines lines of the slab
 * @param values values by name: inputs, layers' results, and {@code name + ".pre"} where the value before an activation
 *     is kept, {@code name + ".keep"} for a dropout's factors. Several names may share lines when their lives do not
 *     meet or one is a view of the other
 * @param gradients gradients by the same names; empty in the inference plan
 */
public record MemoryPlan(int lines, SortedMap<String, Placement> values, SortedMap<String, Placement> gradients) {

  /**
   * Whether a layer's result is its input under another shape: the two lie on the same lines, and nothing is computed.
   */
  public boolean isView(String result, String input) {
    // Otherwise both are alive when the result is made, and cannot share lines.
    return values.get(result).line() == values.get(input).line();
  }
}
