package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.Expr.BinaryOp;
import java.util.function.Function;

/**
 * tanh as a quotient of two polynomials, of degree 13 and 6, on [-7.905, 7.905], where it has reached 1 in single
 * precision; the coefficients are those that Eigen uses. Within a few units in the last place.
 *
 * <p>Made of multiply-adds, so that the interpreter, C1 and C2 give the same bits: a library's tanh may be another
 * function in compiled code than in interpreted code, and a run that is resumed would differ from one that was not.
 */
final class RationalTanh {
  private static final float BOUND = 7.905311f;
  private static final float[] ODD = {
    -2.7607684e-16f, 2.000188e-13f, -8.604672e-11f, 5.1222973e-8f,
    1.48572235e-5f, 6.3726195e-4f, 0.0048935246f
  };
  private static final float[] EVEN = {
    1.1982584e-6f, 1.1853471e-4f, 0.0022684347f, 0.004893525f
  };

  private final boolean vector;
  private final Function<Value, Value> name;

  private RationalTanh(boolean vector, Function<Value, Value> name) {
    this.vector = vector;
    this.name = name;
  }

  /**
   * tanh of a value.
   *
   * @param name defines a local for a value that is used several times, and gives its name
   */
  static Value of(Value x, boolean vector, Function<Value, Value> name) {
    return new RationalTanh(vector, name).of(x);
  }

  private Value of(Value x) {
    Value below = new Value.Binary(BinaryOp.MIN, x, number(BOUND));
    Value bounded = name.apply(new Value.Binary(BinaryOp.MAX, below, number(-BOUND)));
    Value square = name.apply(new Value.Binary(BinaryOp.MULTIPLY, bounded, bounded));
    Value odd = new Value.Binary(BinaryOp.MULTIPLY, polynomial(ODD, square), bounded);
    return new Value.Binary(BinaryOp.DIVIDE, odd, polynomial(EVEN, square));
  }

  /** Horner's rule, the highest coefficient first. */
  private Value polynomial(float[] coefficients, Value at) {
    Value sum = number(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      sum = new Value.MultiplyAdd(sum, at, number(coefficients[i]));
    }
    return sum;
  }

  private Value number(float value) {
    Value literal = new Value.Literal(value);
    return vector ? new Value.Broadcast(literal) : literal;
  }
}
