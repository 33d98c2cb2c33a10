package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.List;

/** A kernel that uses all kinds of buffers: one sparse row times the lines of a value. */
final class SparseRow {
  static final int LANES = 16;
  static final int LINES = 3;
  static final int[] POINTERS = {0, 2};
  static final int[] COLUMNS = {2, 0};
  static final float[] VALUES = {10, 0.5f};

  /** {@code out = sum over entry of values[entry] * in[columns[entry]]}. */
  static final KernelSpec SPEC = spec();

  private SparseRow() {}

  private static KernelSpec spec() {
    Buffer in = Buffer.laned("in", Access.READ);
    Buffer values = Buffer.floats("values", Access.READ);
    Buffer pointers = Buffer.ints("pointers");
    Buffer columns = Buffer.ints("columns");
    Buffer out = Buffer.laned("out", Access.WRITE);
    Var entry = new Var("entry");
    Var column = new Var("column");
    Local sum = Local.lanes("sum");
    Stmt lanes =
        Stmt.lanes(
            new Var("lane"),
            Stmt.define(sum, Expr.constant(0)),
            Stmt.loop(
                entry,
                pointers,
                Affine.of(0),
                Stmt.index(column, columns, Affine.of(entry)),
                Stmt.addProduct(sum, values.at(entry), in.at(column))),
            Stmt.store(out, Affine.of(0), sum.read()));
    return new KernelSpec(
        "sparse row 3 -> 1",
        "one row",
        "out = sum over entry of values[entry] * in[columns[entry]]",
        List.of(in, values, pointers, columns, out),
        List.of(lanes),
        KernelSchedule.PLAIN);
  }

  /** Lines 0 to 2 hold 1, 2 and 3, line 3 is for the result. */
  static float[] slab() {
    float[] slab = new float[(LINES + 1) * LANES];
    for (int i = 0; i < LINES * LANES; i++) {
      slab[i] = 1 + i / LANES;
    }
    return slab;
  }

  static int[] bases() {
    return new int[] {0, LINES * LANES};
  }

  /** Runs a kernel that is bound to nothing and gives the result in the first lane. */
  static float run(BakedKernel kernel) {
    return run(kernel, new float[][] {VALUES}, new int[][] {POINTERS, COLUMNS});
  }

  static float run(BakedKernel kernel, float[][] floats, int[][] ints) {
    float[] slab = slab();
    kernel.run(slab, LANES, bases(), floats, ints);
    return slab[LINES * LANES];
  }
}
