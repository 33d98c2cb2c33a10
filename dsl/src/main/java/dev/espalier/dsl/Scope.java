package dev.espalier.dsl;

/** Over what groups are ranked against one another. */
public enum Scope {
  /** Within the layer: it reaches the sparsity by itself. */
  LAYER,
  /** Over all layers with the same {@link Prune#group}: together they reach the sparsity, the same in all of them. */
  GROUP,
  /** Over all layers with this scope: together they reach the sparsity, which must be the same in all of them. */
  GLOBAL
}
