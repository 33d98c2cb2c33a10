package dev.espalier.bench.own;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrays and slab lines that kernels are bound to. */
final class Binding {
  private final Map<Operand, Layout> laned = new LinkedHashMap<>();
  private final Map<Operand, float[]> floats = new HashMap<>();
  private final Map<Operand, int[]> ints = new HashMap<>();

  /** Lines of the slab. */
  Binding lines(Operand operand, Layout layout) {
    laned.put(operand, layout);
    return this;
  }

  /** An array of floats. */
  Binding floats(Operand operand, float[] values) {
    floats.put(operand, values);
    return this;
  }

  /** An array of ints. */
  Binding ints(Operand operand, int[] values) {
    ints.put(operand, values);
    return this;
  }

  float[] floats(Operand operand) {
    return floats.get(operand);
  }

  int[] ints(Operand operand) {
    return ints.get(operand);
  }

  Layout layout(Operand operand) {
    return laned.get(operand);
  }

  /** Lines of all values together. */
  int lines() {
    return laned.values().stream().mapToInt(Layout::lines).sum();
  }

  /** A slab that holds all lines. */
  Slab allocate(int lanes) {
    return allocate(lanes, 1);
  }

  /** A slab that holds all lines once for every panel of lanes. */
  Slab allocate(int lanes, int panels) {
    return lanes == 1 ? Slab.single(panels * lines()) : Slab.allocate(panels * lines(), lanes);
  }

  /** Where an operand's lines begin in the slab. */
  int offset(Operand operand, Slab slab) {
    int line = 0;
    for (Map.Entry<Operand, Layout> entry : laned.entrySet()) {
      if (entry.getKey().equals(operand)) {
        return slab.address(line);
      }
      line += entry.getValue().lines();
    }
    throw new IllegalArgumentException("No lines are bound to " + operand + "; bound are " + laned.keySet() + ".");
  }
}
