package dev.espalier.codegen.emit;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Every operation on lanes and on numbers, every comparison, constants of every size, steps too wide for one
 * instruction.
 */
final class OperationsNest {
  private static final int WIDE = 40_000;

  private OperationsNest() {}

  static KernelCase of(int lines) {
    Buffer in = Buffer.laned("in", Access.READ);
    Buffer factors = Buffer.floats("factors", Access.READ);
    Buffer out = Buffer.laned("out", Access.WRITE);
    Buffer sums = Buffer.floats("sums", Access.UPDATE);
    Local factor = Local.scalar("factor");
    Affine mirrored = Nests.Y.times(-2).plus(2 * lines - 1);
    List<Expr> lanes = operations(in.at(mirrored), factor.read());
    List<Expr> numbers = operations(factors.at(mirrored.plus(3)), factor.read());
    List<Stmt> store = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      store.add(Stmt.store(out, Nests.Y.times(lanes.size()).plus(i), lanes.get(i)));
    }
    List<Stmt> body = new ArrayList<>(List.of(Stmt.define(factor, factors.at(Nests.Y.times(WIDE)))));
    body.add(new Stmt.Lanes(Nests.LANE, 1, null, store));
    for (int i = 0; i < numbers.size(); i++) {
      body.add(Stmt.accumulate(sums, Nests.Y.times(numbers.size()).plus(i), numbers.get(i)));
    }
    KernelSpec spec =
        new KernelSpec(
            "every operation",
            "every operation",
            "out = op(in, factor)",
            List.of(in, factors, out, sums),
            List.of(Stmt.loop(Nests.Y, lines, body.toArray(Stmt[]::new))),
            KernelSchedule.PLAIN);
    return KernelCase.of(spec, 1)
        .size(in, 2 * lines)
        .size(factors, WIDE * lines)
        .size(out, lanes.size() * lines)
        .size(sums, numbers.size() * lines);
  }

  private static List<Expr> operations(Expr x, Expr y) {
    List<Expr> all =
        new ArrayList<>(
            List.of(
                x.negate().abs().plus(1),
                x.tanh(),
                x.abs().sqrt(),
                x.minus(y).times(2),
                x.dividedBy(y.abs().plus(1.5f)),
                x.max(-0.0f).min(Float.POSITIVE_INFINITY),
                x.timesPlus(y, x.negate()),
                x.min(y).max(y.times(0.125f))));
    for (Expr.Comparison op : Expr.Comparison.values()) {
      all.add(Expr.select(op, x, y, x.plus(3), y.minus(1)));
    }
    return all;
  }
}
