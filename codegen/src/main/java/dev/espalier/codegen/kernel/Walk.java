package dev.espalier.codegen.kernel;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Visits every statement or expression below a place, in the order of execution. */
public final class Walk {

  private Walk() {}

  /** Visits the statements and, after each loop, those of its body. */
  public static void statements(List<Stmt> body, Consumer<Stmt> visitor) {
    for (Stmt stmt : body) {
      visitor.accept(stmt);
      statements(body(stmt), visitor);
    }
  }

  /** The body of a loop or of Lanes; empty for any other statement. */
  public static List<Stmt> body(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Loop loop -> loop.body();
      case Stmt.Lanes lanes -> lanes.body();
      case Stmt.Index _, Stmt.Define _, Stmt.Assign _, Stmt.Store _ -> List.of();
    };
  }

  /** The value that a statement evaluates itself; null for loops and Index. */
  public static Expr value(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Define define -> define.init();
      case Stmt.Assign assign -> assign.value();
      case Stmt.Store store -> store.value();
      case Stmt.Loop _, Stmt.Lanes _, Stmt.Index _ -> null;
    };
  }

  /** Visits all expressions of all statements, operands before operators. */
  public static void expressions(List<Stmt> body, Consumer<Expr> visitor) {
    statements(
        body,
        s -> {
          Expr value = value(s);
          if (value != null) {
            expression(value, visitor);
          }
        });
  }

  /** Visits an expression, operands before operators. */
  public static void expression(Expr expr, Consumer<Expr> visitor) {
    for (Expr operand : operands(expr)) {
      expression(operand, visitor);
    }
    visitor.accept(expr);
  }

  public static List<Expr> operands(Expr expr) {
    return switch (expr) {
      case Expr.Load _, Expr.Constant _, Expr.Read _ -> List.of();
      case Expr.Unary unary -> List.of(unary.operand());
      case Expr.Binary binary -> List.of(binary.left(), binary.right());
      case Expr.MultiplyAdd multiplyAdd -> List.of(multiplyAdd.a(), multiplyAdd.b(), multiplyAdd.c());
      case Expr.Select select -> List.of(select.left(), select.right(), select.whenTrue(), select.whenFalse());
      case Expr.SumLanes sum -> List.of(sum.operand());
    };
  }

  static boolean reads(Expr expr, Local local) {
    return any(expr, e -> e instanceof Expr.Read(Local read) && read.equals(local));
  }

  static boolean any(Expr expr, Predicate<Expr> test) {
    return test.test(expr) || operands(expr).stream().anyMatch(e -> any(e, test));
  }
}
