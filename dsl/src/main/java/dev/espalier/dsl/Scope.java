package dev.espalier.dsl;

/** Over what groups are ranked against one another. */
public enum Scope {
  /** Within the layer: it reaches the sparsity by itself. */
  LAYER,
  /** Over all layers with this scope: together they reach the sparsity, which must be the same in all of them. */
  GLOBAL
}
