package dev.espalier.codegen.kernel;

/**
 * A value in a register: an accumulator or an intermediate result. Each copy that a register tile makes of it gets a
 * name of its own.
 */
public record Local(String name, Type type) {

  /** One number for every lane, or one for all. */
  public enum Type {
    LANES,
    SCALAR
  }

  public static Local lanes(String name) {
    return new Local(name, Type.LANES);
  }

  public static Local scalar(String name) {
    return new Local(name, Type.SCALAR);
  }

  public Expr.Read read() {
    return new Expr.Read(this);
  }
}
