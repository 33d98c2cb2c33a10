package dev.espalier.codegen.ir;

/**
 * How far a model has come. Each stage promises what the verifier checks for it, and all that the stages before
 * promised.
 */
public enum Stage {
  /** As read: names, annotations' values, wiring. */
  READ,
  /** Every value has a shape; layers are in an order in which each stands after what it consumes. */
  SHAPED,
  /** Every prunable layer has its effective policy, or none. */
  PLANNED,
  /** Every value has its place in the slabs. */
  PLACED,
  /** Every layer has its kernels. */
  SELECTED
}
