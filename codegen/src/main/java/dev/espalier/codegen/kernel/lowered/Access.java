package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Extent;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Walk;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A place in a buffer that statements read or write. */
record Access(Buffer buffer, Affine at) {

  /** Those of statements and of all within them, each once, in the order in which they stand. */
  static Set<Access> of(List<Stmt> body) {
    Set<Access> accesses = new LinkedHashSet<>();
    Walk.statements(
        body,
        s -> {
          switch (s) {
            case Stmt.Loop loop -> {
              if (loop.extent() instanceof Extent.Streamed(Buffer pointers, Affine at)) {
                accesses.add(new Access(pointers, at));
              }
            }
            case Stmt.Index index -> accesses.add(new Access(index.ints(), index.at()));
            case Stmt.Store store -> accesses.add(new Access(store.buffer(), store.at()));
            case Stmt.Lanes _, Stmt.Define _, Stmt.Assign _ -> {}
          }
          if (Walk.value(s) != null) {
            Walk.expression(
                Walk.value(s),
                e -> {
                  if (e instanceof Expr.Load load) {
                    accesses.add(new Access(load.buffer(), load.at()));
                  }
                });
          }
        });
    return accesses;
  }
}
