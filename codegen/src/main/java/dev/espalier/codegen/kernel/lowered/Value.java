package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.Expr;
import java.util.List;

/** A number or a vector of numbers; the operands of an operation are all vectors or all not. */
public sealed interface Value {

  /** STEP neighbouring floats of the slab. */
  record VectorLoad(String array, Offset.Sum at) implements Value {}

  record Element(String array, Offset.Sum at) implements Value {}

  record Literal(float value) implements Value {}

  /** A local of its method. */
  record Name(String name, boolean vector) implements Value {}

  /** A vector whose elements are all the same number. */
  record Broadcast(Value number) implements Value {}

  record Unary(Expr.UnaryOp op, Value operand) implements Value {}

  record Binary(Expr.BinaryOp op, Value left, Value right) implements Value {}

  record MultiplyAdd(Value a, Value b, Value c) implements Value {}

  record Select(Expr.Comparison op, Value left, Value right, Value whenTrue, Value whenFalse) implements Value {}

  /**
   * The sum of a vector's elements, in one order for all emitters: each element to the sum of its remainder by
   * {@value #SUMS}, then {@code (sum0 + sum1) + (sum2 + sum3)}.
   */
  record SumElements(Value vector) implements Value {
    /** Sums that elements are added to, which shortens the chain of additions; the narrowest vector has as many. */
    public static final int SUMS = 4;
  }

  default boolean isVector() {
    return switch (this) {
      case VectorLoad _, Broadcast _ -> true;
      case Element _, Literal _, SumElements _ -> false;
      case Name name -> name.vector();
      case Unary _, Binary _, MultiplyAdd _, Select _ -> operands().getFirst().isVector();
    };
  }

  default List<Value> operands() {
    return switch (this) {
      case VectorLoad _, Element _, Literal _, Name _ -> List.of();
      case Broadcast broadcast -> List.of(broadcast.number());
      case Unary unary -> List.of(unary.operand());
      case Binary binary -> List.of(binary.left(), binary.right());
      case MultiplyAdd multiplyAdd -> List.of(multiplyAdd.a(), multiplyAdd.b(), multiplyAdd.c());
      case Select select -> List.of(select.left(), select.right(), select.whenTrue(), select.whenFalse());
      case SumElements sum -> List.of(sum.vector());
    };
  }
}
