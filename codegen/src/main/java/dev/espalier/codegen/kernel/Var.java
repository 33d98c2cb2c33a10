package dev.espalier.codegen.kernel;

/**
 * An index variable: the counter of a loop, the lane, or an index loaded from an INTS buffer.
 *
 * @param name a Java identifier, unique among what is in scope; generated code keeps it, so name the dimension
 */
public record Var(String name) {

  public Affine times(int stride) {
    return Affine.of(this).times(stride);
  }

  public Affine plus(Var other) {
    return Affine.of(this).plus(other);
  }

  public Affine plus(int constant) {
    return Affine.of(this).plus(constant);
  }
}
