package dev.espalier.codegen.kernel;

/**
 * A region of memory that a kernel reads or writes.
 *
 * <p>Two buffers of one kernel must not overlap; what is changed in place is one buffer with {@link Access#UPDATE}.
 *
 * @param name a Java identifier; the parameter of the generated method
 * @param kind where the numbers live
 * @param access what the kernel may do with them
 */
public record Buffer(String name, Kind kind, Access access) {

  /** Where the numbers of a buffer live. */
  public enum Kind {
    /** A value in the slab, {@code [line][lane]}; passed as the int offset of its first line. */
    LANED,
    /** A {@code float[]} of its own: weights, bias, their gradients. */
    FLOATS,
    /** An {@code int[]} of its own: row pointers, column indices. */
    INTS,
    /** One int, passed as it is: how far loops and stretches run in this call. */
    COUNT
  }

  /** What a kernel does with a buffer. */
  public enum Access {
    READ,
    WRITE,
    UPDATE;

    public boolean reads() {
      return this != WRITE;
    }

    public boolean writes() {
      return this != READ;
    }
  }

  public static Buffer laned(String name, Access access) {
    return new Buffer(name, Kind.LANED, access);
  }

  public static Buffer floats(String name, Access access) {
    return new Buffer(name, Kind.FLOATS, access);
  }

  public static Buffer ints(String name) {
    return new Buffer(name, Kind.INTS, Access.READ);
  }

  public static Buffer count(String name) {
    return new Buffer(name, Kind.COUNT, Access.READ);
  }

  public Expr.Load at(Affine at) {
    return new Expr.Load(this, at);
  }

  public Expr.Load at(Var at) {
    return at(Affine.of(at));
  }

  public Expr.Load at(int at) {
    return at(Affine.of(at));
  }
}
