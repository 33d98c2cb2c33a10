package dev.espalier.codegen.ir;

/**
 * Numbers that a layer's kernels read and that are no parameters; the runtime computes them when the class is loaded.
 */
public sealed interface ConstantTable {

  /** {@code [tokens][width]}: sines and cosines of places. */
  record Sinusoids(int tokens, int width) implements ConstantTable {}

  /** {@code [tokens][tokens]}: 1 where a query sees a key that does not come later, else 0. */
  record Causal(int tokens) implements ConstantTable {}
}
