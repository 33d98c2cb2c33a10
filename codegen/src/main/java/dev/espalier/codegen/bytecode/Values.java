package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.Expr.BinaryOp;
import dev.espalier.codegen.kernel.Expr.UnaryOp;
import dev.espalier.codegen.kernel.lowered.Offset;
import dev.espalier.codegen.kernel.lowered.Value;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code that computes values.
 *
 * <p>Portable code multiplies and adds, and never calls {@code Math.fma}, which without the instruction falls back to
 * BigDecimal.
 *
 * @param form the species of vectors; null in portable code, where a vector is a number
 */
record Values(Locals locals, Addresses addresses, Species form) {

  private static final String MATH = "java/lang/Math";

  Values in(Locals inner) {
    return new Values(inner, addresses.in(inner), form);
  }

  /** Whether a value is a vector in this form. */
  boolean isVector(Value value) {
    return form != null && value.isVector();
  }

  /** Type of the local variable that holds a value. */
  Type type(Value value) {
    return isVector(value) ? VectorApi.FLOAT_VECTOR : Type.FLOAT_TYPE;
  }

  Piece value(Value value) {
    return isVector(value) ? vector(value) : number(value);
  }

  private Piece vector(Value value) {
    return switch (value) {
      case Value.VectorLoad(String array, Offset.Sum at) ->
          Piece.of(form.species(), locals.load(array), addresses.sum(at), VectorApi.FROM_ARRAY);
      case Value.Name(String name, boolean _) -> locals.load(name);
      case Value.Broadcast(Value.Literal(float number)) when new FloatConstant(number).isPositiveZero() ->
          Piece.of(form.species(), VectorApi.ZERO);
      case Value.Broadcast(Value number) -> Piece.of(form.species(), number(number), VectorApi.BROADCAST);
      case Value.Unary(UnaryOp op, Value operand) -> VectorApi.unary(op, vector(operand));
      case Value.Binary(BinaryOp op, Value left, Value right) -> VectorApi.binary(op, vector(left), vector(right));
      case Value.MultiplyAdd(Value a, Value b, Value c) -> VectorApi.multiplyAdd(vector(a), vector(b), vector(c));
      case Value.Select(var op, Value left, Value right, Value whenTrue, Value whenFalse) ->
          VectorApi.select(op, vector(left), vector(right), vector(whenTrue), vector(whenFalse));
      case Value.Element _, Value.Literal _, Value.SumElements _ ->
          throw new IllegalStateException("a number where a vector is wanted: " + value);
    };
  }

  private Piece number(Value value) {
    return switch (value) {
      case Value.VectorLoad(String array, Offset.Sum at) -> element(array, at);
      case Value.Element(String array, Offset.Sum at) -> element(array, at);
      case Value.Literal(float number) -> new FloatConstant(number);
      case Value.Name(String name, boolean _) -> locals.load(name);
      case Value.Broadcast(Value number) -> number(number);
      case Value.Unary(UnaryOp op, Value operand) -> Piece.of(number(operand), unary(op));
      case Value.Binary(BinaryOp op, Value left, Value right) -> Piece.of(number(left), number(right), binary(op));
      case Value.MultiplyAdd(Value a, Value b, Value c) ->
          Piece.of(
              number(a), number(b), new Instruction(Opcodes.FMUL), number(c), new Instruction(Opcodes.FADD));
      case Value.Select(var op, Value left, Value right, Value whenTrue, Value whenFalse) ->
          new Choice(op, number(left), number(right), number(whenTrue), number(whenFalse));
      case Value.SumElements(Value vector) ->
          form != null ? form.laneSum().of(vector(vector), locals) : number(vector);
    };
  }

  private Piece element(String array, Offset.Sum at) {
    return Piece.of(locals.load(array), addresses.sum(at), new Instruction(Opcodes.FALOAD));
  }

  private static Piece unary(UnaryOp op) {
    return switch (op) {
      case NEGATE -> new Instruction(Opcodes.FNEG);
      case ABS -> Invocation.ofStatic(MATH, "abs", "(F)F");
      case SQRT ->
          Piece.of(
              new Instruction(Opcodes.F2D),
              Invocation.ofStatic(MATH, "sqrt", "(D)D"),
              new Instruction(Opcodes.D2F));
      case TANH -> throw new IllegalStateException("TANH is lowered to multiply-adds");
    };
  }

  private static Piece binary(BinaryOp op) {
    return switch (op) {
      case ADD -> new Instruction(Opcodes.FADD);
      case SUBTRACT -> new Instruction(Opcodes.FSUB);
      case MULTIPLY -> new Instruction(Opcodes.FMUL);
      case DIVIDE -> new Instruction(Opcodes.FDIV);
      case MAX -> Invocation.ofStatic(MATH, "max", "(FF)F");
      case MIN -> Invocation.ofStatic(MATH, "min", "(FF)F");
    };
  }
}
