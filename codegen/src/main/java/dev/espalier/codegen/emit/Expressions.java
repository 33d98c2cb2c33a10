package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.lowered.Offset;
import dev.espalier.codegen.kernel.lowered.Value;

/**
 * Java expressions of lowered values and offsets.
 *
 * <p>Portable code says {@code a * b + c}, never {@code Math.fma}, which without the instruction falls back to
 * BigDecimal.
 */
final class Expressions {
  private static final int OF_SUM = 1;
  private static final int OF_PRODUCT = 2;
  private static final int PRIMARY = 3;

  private final Target target;
  private boolean sumsLanes;

  Expressions(Target target) {
    this.target = target;
  }

  /** Whether any expression since the last call of this method sums lanes. */
  boolean takeSumsLanes() {
    boolean taken = sumsLanes;
    sumsLanes = false;
    return taken;
  }

  /** Whether a value is a vector in this form of Java. */
  boolean isVector(Value value) {
    return target != Target.PORTABLE && value.isVector();
  }

  CodeBlock value(Value value) {
    return isVector(value) ? vector(value) : number(value).code();
  }

  CodeBlock offset(Offset offset) {
    return switch (offset) {
      case Offset.Sum sum -> sum(sum);
      case Offset.Scaled(String base, int stride, String index, boolean lines) -> {
        String product = (stride == 1 ? "" : stride + " * ") + index + (lines ? " * lanes" : "");
        yield CodeBlock.of("$L", base == null ? product : base + " + " + product);
      }
      case Offset.Element(String array, Offset.Sum at) -> CodeBlock.of("$L[$L]", array, sum(at));
    };
  }

  private CodeBlock sum(Offset.Sum sum) {
    StringBuilder text = new StringBuilder(sum.base() == null ? "" : sum.base());
    boolean portable = target == Target.PORTABLE;
    append(text, sum.lines(), "lanes");
    append(text, portable ? 0 : sum.vectors(), "STEP");
    append(text, sum.floats() + (portable ? sum.vectors() : 0), "");
    return CodeBlock.of("$L", text.isEmpty() ? "0" : text.toString());
  }

  private static void append(StringBuilder text, int count, String unit) {
    if (count == 0) {
      return;
    }
    if (text.isEmpty()) {
      text.append(count < 0 ? "-" : "");
    } else {
      text.append(count < 0 ? " - " : " + ");
    }
    int size = Math.abs(count);
    text.append(unit.isEmpty() ? Integer.toString(size) : size == 1 ? unit : size + " * " + unit);
  }

  /** Every vector expression is a name or a call, so that a method can be called on it. */
  private CodeBlock vector(Value value) {
    return switch (value) {
      case Value.VectorLoad(String array, Offset.Sum at) ->
          CodeBlock.of("$T.fromArray(SPECIES, $L, $L)", VectorTypes.FLOAT_VECTOR, array, sum(at));
      case Value.Name(String name, boolean _) -> CodeBlock.of("$L", name);
      case Value.Broadcast(Value.Literal(float number)) when number == 0 && 1 / number > 0 ->
          CodeBlock.of("$T.zero(SPECIES)", VectorTypes.FLOAT_VECTOR);
      case Value.Broadcast(Value number) ->
          CodeBlock.of("$T.broadcast(SPECIES, $L)", VectorTypes.FLOAT_VECTOR, number(number).code());
      case Value.Unary(Expr.UnaryOp op, Value operand) ->
          CodeBlock.of("$L.lanewise($T.$L)", vector(operand), VectorTypes.OPERATORS, operator(op));
      case Value.Binary(Expr.BinaryOp op, Value left, Value right) ->
          CodeBlock.of(
              "$L.lanewise($T.$L, $L)", vector(left), VectorTypes.OPERATORS, operator(op), vector(right));
      case Value.MultiplyAdd(Value a, Value b, Value c) ->
          CodeBlock.of("$L.lanewise($T.FMA, $L, $L)", vector(a), VectorTypes.OPERATORS, vector(b), vector(c));
      case Value.Select(Expr.Comparison op, Value left, Value right, Value whenTrue, Value whenFalse) ->
          CodeBlock.of(
              "$L.blend($L, $L.compare($T.$L, $L))",
              vector(whenFalse), vector(whenTrue), vector(left), VectorTypes.OPERATORS, operator(op), vector(right));
      case Value.Element _, Value.Literal _, Value.SumElements _ ->
          throw new IllegalStateException("a number where a vector is wanted: " + value);
    };
  }

  private static String operator(Expr.UnaryOp op) {
    return op == Expr.UnaryOp.NEGATE ? "NEG" : op.name();
  }

  private static String operator(Expr.BinaryOp op) {
    return switch (op) {
      case ADD, MAX, MIN -> op.name();
      case SUBTRACT -> "SUB";
      case MULTIPLY -> "MUL";
      case DIVIDE -> "DIV";
    };
  }

  private static String operator(Expr.Comparison op) {
    return switch (op) {
      case LESS -> "LT";
      case LESS_EQUAL -> "LE";
      case GREATER -> "GT";
      case GREATER_EQUAL -> "GE";
      case EQUAL -> "EQ";
      case NOT_EQUAL -> "NE";
    };
  }

  private static String symbol(Expr.Comparison op) {
    return switch (op) {
      case LESS -> "<";
      case LESS_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_EQUAL -> ">=";
      case EQUAL -> "==";
      case NOT_EQUAL -> "!=";
    };
  }

  /** An expression of numbers and how tightly its outermost operator binds. */
  private record Operand(CodeBlock code, int binding) {
    CodeBlock in(int surrounding) {
      return binding >= surrounding ? code : CodeBlock.of("($L)", code);
    }
  }

  private Operand number(Value value) {
    return switch (value) {
      case Value.VectorLoad(String array, Offset.Sum at) -> primary("$L[$L]", array, sum(at));
      case Value.Element(String array, Offset.Sum at) -> primary("$L[$L]", array, sum(at));
      case Value.Literal(float number) -> new Operand(literal(number), number < 0 ? 0 : PRIMARY);
      case Value.Name(String name, boolean _) -> primary("$L", name);
      case Value.Broadcast(Value number) -> number(number);
      case Value.Unary(Expr.UnaryOp op, Value operand) -> unary(op, number(operand));
      case Value.Binary(Expr.BinaryOp op, Value left, Value right) -> binary(op, number(left), number(right));
      case Value.MultiplyAdd(Value a, Value b, Value c) ->
          new Operand(
              CodeBlock.of(
                  "$L * $L + $L", number(a).in(OF_PRODUCT), number(b).in(PRIMARY), number(c).in(OF_PRODUCT)),
              OF_SUM);
      case Value.Select(Expr.Comparison op, Value left, Value right, Value whenTrue, Value whenFalse) ->
          new Operand(
              CodeBlock.of(
                  "$L $L $L ? $L : $L",
                  number(left).in(OF_SUM), symbol(op), number(right).in(OF_SUM),
                  number(whenTrue).in(OF_SUM), number(whenFalse).in(OF_SUM)),
              0);
      case Value.SumElements(Value vector) -> sumElements(vector);
    };
  }

  private Operand sumElements(Value vector) {
    if (target == Target.PORTABLE) {
      return number(vector);
    }
    sumsLanes = true;
    return primary("$L($L, $L)", LaneSum.METHOD, vector(vector), LaneSum.STORED);
  }

  private static Operand unary(Expr.UnaryOp op, Operand operand) {
    return switch (op) {
      case NEGATE -> new Operand(CodeBlock.of("-$L", operand.in(PRIMARY)), 0);
      case ABS -> primary("$T.abs($L)", Math.class, operand.code());
      case SQRT -> cast("sqrt", operand);
      case TANH -> throw new IllegalStateException("TANH is lowered to multiply-adds");
    };
  }

  private static Operand cast(String function, Operand operand) {
    return new Operand(CodeBlock.of("(float) $T.$L($L)", Math.class, function, operand.code()), OF_PRODUCT);
  }

  private static Operand binary(Expr.BinaryOp op, Operand left, Operand right) {
    return switch (op) {
      case ADD -> new Operand(CodeBlock.of("$L + $L", left.in(OF_SUM), right.in(OF_PRODUCT)), OF_SUM);
      case SUBTRACT -> new Operand(CodeBlock.of("$L - $L", left.in(OF_SUM), right.in(OF_PRODUCT)), OF_SUM);
      case MULTIPLY -> new Operand(CodeBlock.of("$L * $L", left.in(OF_PRODUCT), right.in(PRIMARY)), OF_PRODUCT);
      case DIVIDE -> new Operand(CodeBlock.of("$L / $L", left.in(OF_PRODUCT), right.in(PRIMARY)), OF_PRODUCT);
      case MAX -> primary("$T.max($L, $L)", Math.class, left.code(), right.code());
      case MIN -> primary("$T.min($L, $L)", Math.class, left.code(), right.code());
    };
  }

  private static Operand primary(String format, Object... arguments) {
    return new Operand(CodeBlock.of(format, arguments), PRIMARY);
  }

  private static CodeBlock literal(float number) {
    if (Float.isNaN(number)) {
      return CodeBlock.of("$T.NaN", Float.class);
    }
    if (Float.isInfinite(number)) {
      return CodeBlock.of("$T.$L", Float.class, number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY");
    }
    return CodeBlock.of("$Lf", number);
  }
}
