package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.Expr.BinaryOp;
import dev.espalier.codegen.kernel.Expr.Comparison;
import dev.espalier.codegen.kernel.Expr.UnaryOp;
import org.objectweb.asm.Type;

/** The names of the Vector API. This module does not link to it; only what is emitted does. */
final class VectorApi {
  static final String MODULE = "jdk.incubator.vector";

  private static final String PACKAGE = "jdk/incubator/vector/";
  private static final String VECTOR = PACKAGE + "FloatVector";
  private static final String OPERATORS = PACKAGE + "VectorOperators";
  private static final String ANY_VECTOR = "L" + PACKAGE + "Vector;";
  private static final String MASK = "L" + PACKAGE + "VectorMask;";

  static final String SPECIES = "L" + PACKAGE + "VectorSpecies;";
  static final Type FLOAT_VECTOR = Type.getObjectType(VECTOR);

  static final Piece PREFERRED = new StaticField(VECTOR, "SPECIES_PREFERRED", SPECIES);
  static final Piece LENGTH = Invocation.ofInterface(PACKAGE + "VectorSpecies", "length", "()I");

  /** Of a species, an array and an index. */
  static final Piece FROM_ARRAY = create("fromArray", "[FI");

  /** Of a species. */
  static final Piece ZERO = create("zero", "");

  /** Of a species and a float. */
  static final Piece BROADCAST = create("broadcast", "F");

  /** Of a vector, an array and an index. */
  static final Piece INTO_ARRAY = Invocation.ofVirtual(VECTOR, "intoArray", "([FI)V");

  private VectorApi() {}

  /** The species of vectors of so many floats. */
  static Piece species(int floats) {
    return new StaticField(VECTOR, "SPECIES_" + floats * Float.SIZE, SPECIES);
  }

  static Piece unary(UnaryOp op, Piece operand) {
    String name =
        switch (op) {
          case NEGATE -> "NEG";
          case ABS, SQRT -> op.name();
          case TANH -> throw new IllegalStateException("TANH is lowered to multiply-adds");
        };
    return Piece.of(operand, operator(name, "Unary"), lanewise("Unary", ""));
  }

  static Piece binary(BinaryOp op, Piece left, Piece right) {
    Piece operator =
        switch (op) {
          case ADD, MAX, MIN -> operator(op.name(), "Associative");
          case MULTIPLY -> operator("MUL", "Associative");
          case SUBTRACT -> operator("SUB", "Binary");
          case DIVIDE -> operator("DIV", "Binary");
        };
    return Piece.of(left, operator, right, lanewise("Binary", ANY_VECTOR));
  }

  /** {@code a * b + c}, fused. */
  static Piece multiplyAdd(Piece a, Piece b, Piece c) {
    return Piece.of(a, operator("FMA", "Ternary"), b, c, lanewise("Ternary", ANY_VECTOR + ANY_VECTOR));
  }

  static Piece select(Comparison op, Piece left, Piece right, Piece whenTrue, Piece whenFalse) {
    String name =
        switch (op) {
          case LESS -> "LT";
          case LESS_EQUAL -> "LE";
          case GREATER -> "GT";
          case GREATER_EQUAL -> "GE";
          case EQUAL -> "EQ";
          case NOT_EQUAL -> "NE";
        };
    Piece compare = Invocation.ofVirtual(VECTOR, "compare", "(" + kind("Comparison") + ANY_VECTOR + ")" + MASK);
    Piece mask = Piece.of(left, operator(name, "Comparison"), right, compare);
    Piece blend = Invocation.ofVirtual(VECTOR, "blend", "(" + ANY_VECTOR + MASK + ")" + FLOAT_VECTOR);
    return Piece.of(whenFalse, whenTrue, mask, blend);
  }

  private static Piece create(String name, String arguments) {
    return Invocation.ofStatic(VECTOR, name, "(" + SPECIES + arguments + ")" + FLOAT_VECTOR);
  }

  private static Piece lanewise(String kind, String operands) {
    return Invocation.ofVirtual(VECTOR, "lanewise", "(" + kind(kind) + operands + ")" + FLOAT_VECTOR);
  }

  private static Piece operator(String name, String kind) {
    return new StaticField(OPERATORS, name, kind(kind));
  }

  private static String kind(String name) {
    return "L" + OPERATORS + "$" + name + ";";
  }
}
