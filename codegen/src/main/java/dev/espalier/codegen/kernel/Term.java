package dev.espalier.codegen.kernel;

/** One summand of an {@link Affine}: {@code stride * var}, the stride not zero. */
public record Term(Var var, int stride) {

  public Term {
    if (stride == 0) {
      throw new IllegalArgumentException("The term of " + var.name() + " has stride 0; leave the variable out.");
    }
  }
}
