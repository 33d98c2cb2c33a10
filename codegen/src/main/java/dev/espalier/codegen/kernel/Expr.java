package dev.espalier.codegen.kernel;

/**
 * An expression. It is of type LANES where any operand is (a load from a LANED buffer, a LANES local), else SCALAR; a
 * SCALAR operand of a LANES operation is broadcast.
 */
public sealed interface Expr {

  /** One element of a buffer: a line of a LANED buffer, a number of a FLOATS buffer. */
  record Load(Buffer buffer, Affine at) implements Expr {}

  record Constant(float value) implements Expr {}

  record Read(Local local) implements Expr {}

  record Unary(UnaryOp op, Expr operand) implements Expr {}

  record Binary(BinaryOp op, Expr left, Expr right) implements Expr {}

  /** {@code a * b + c}; fused where the machine does so. */
  record MultiplyAdd(Expr a, Expr b, Expr c) implements Expr {}

  /** {@code whenTrue} where {@code left op right} holds, else {@code whenFalse}; both are evaluated. */
  record Select(Comparison op, Expr left, Expr right, Expr whenTrue, Expr whenFalse) implements Expr {}

  /** The sum over all lanes of a reduction: a read of a LANES local that was defined outside Lanes. */
  record SumLanes(Expr operand) implements Expr {}

  /**
   * Functions of one operand. None is a library's transcendental function, whose last bits may differ between
   * interpreted and compiled code: TANH is lowered to multiply-adds.
   */
  enum UnaryOp {
    NEGATE,
    ABS,
    SQRT,
    TANH
  }

  /** Functions of two operands. */
  enum BinaryOp {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAX,
    MIN
  }

  /** Comparisons; as in Java, each but NOT_EQUAL is false where an operand is NaN. */
  enum Comparison {
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    EQUAL,
    NOT_EQUAL
  }

  static Expr constant(float value) {
    return new Constant(value);
  }

  default Expr plus(Expr other) {
    return new Binary(BinaryOp.ADD, this, other);
  }

  default Expr plus(float other) {
    return plus(constant(other));
  }

  default Expr minus(Expr other) {
    return new Binary(BinaryOp.SUBTRACT, this, other);
  }

  default Expr minus(float other) {
    return minus(constant(other));
  }

  default Expr times(Expr other) {
    return new Binary(BinaryOp.MULTIPLY, this, other);
  }

  default Expr times(float other) {
    return times(constant(other));
  }

  default Expr dividedBy(Expr other) {
    return new Binary(BinaryOp.DIVIDE, this, other);
  }

  default Expr max(Expr other) {
    return new Binary(BinaryOp.MAX, this, other);
  }

  default Expr max(float other) {
    return max(constant(other));
  }

  default Expr min(Expr other) {
    return new Binary(BinaryOp.MIN, this, other);
  }

  default Expr min(float other) {
    return min(constant(other));
  }

  /** {@code this * b + c}. */
  default Expr timesPlus(Expr b, Expr c) {
    return new MultiplyAdd(this, b, c);
  }

  default Expr negate() {
    return new Unary(UnaryOp.NEGATE, this);
  }

  default Expr abs() {
    return new Unary(UnaryOp.ABS, this);
  }

  default Expr sqrt() {
    return new Unary(UnaryOp.SQRT, this);
  }

  default Expr tanh() {
    return new Unary(UnaryOp.TANH, this);
  }

  /** {@code left op right ? whenTrue : whenFalse}, lane by lane. */
  static Expr select(Comparison op, Expr left, Expr right, Expr whenTrue, Expr whenFalse) {
    return new Select(op, left, right, whenTrue, whenFalse);
  }

  static Expr sumLanes(Local reduction) {
    return new SumLanes(reduction.read());
  }
}
