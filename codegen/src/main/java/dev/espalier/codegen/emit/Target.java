package dev.espalier.codegen.emit;

/** The form of Java that a kernel is emitted in. */
public enum Target {
  /** Vectors of the machine's preferred width, by {@code jdk.incubator.vector}. */
  VECTOR,
  /** The same, of at most {@link dev.espalier.codegen.kernel.Stmt.Lanes#NARROW_VECTOR} floats, for short stretches. */
  NARROW,
  /** Plain Java that needs no module. */
  PORTABLE
}
