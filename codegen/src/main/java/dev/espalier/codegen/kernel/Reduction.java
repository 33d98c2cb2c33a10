package dev.espalier.codegen.kernel;

import dev.espalier.codegen.kernel.Expr.BinaryOp;
import java.util.List;

/** The ways of updating an accumulator whose order does not matter but for rounding. */
enum Reduction {
  SUM,
  MAX,
  MIN;

  /** An accumulator's update: how, and from which expressions, none of which reads the accumulator. */
  record Found(Reduction kind, List<Expr> operands) {}

  /** The reduction that an assignment is a step of, or null. */
  static Found of(Stmt.Assign assign) {
    Expr self = assign.local().read();
    Found found =
        switch (assign.value()) {
          case Expr.MultiplyAdd(Expr a, Expr b, Expr c) when c.equals(self) -> new Found(SUM, List.of(a, b));
          case Expr.Binary(BinaryOp op, Expr left, Expr right) when op == BinaryOp.SUBTRACT ->
              left.equals(self) ? new Found(SUM, List.of(right)) : null;
          case Expr.Binary(BinaryOp op, Expr left, Expr right) when left.equals(self) || right.equals(self) -> {
            Expr other = left.equals(self) ? right : left;
            yield switch (op) {
              case ADD -> new Found(SUM, List.of(other));
              case MAX -> new Found(MAX, List.of(other));
              case MIN -> new Found(MIN, List.of(other));
              case SUBTRACT, MULTIPLY, DIVIDE -> null;
            };
          }
          default -> null;
        };
    return found == null || found.operands().stream().anyMatch(e -> Walk.reads(e, assign.local())) ? null : found;
  }
}
