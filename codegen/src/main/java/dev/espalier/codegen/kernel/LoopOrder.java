package dev.espalier.codegen.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts the loops of perfect nests into the order that the schedule asks for. */
public final class LoopOrder {

  /** Told of each nest whose order changes: its loops as they were, and the body of the innermost. */
  interface Listener {
    void reordered(List<Stmt> loops, List<Stmt> innermost);
  }

  private final KernelSpec spec;
  private final List<Var> order;
  private final Set<Var> wanted;
  private final Listener listener;
  private boolean found;

  private LoopOrder(KernelSpec spec, Listener listener) {
    this.spec = spec;
    this.order = spec.schedule().order();
    this.wanted = new HashSet<>(order);
    this.listener = listener;
  }

  /** The body of a verified kernel in the order of its schedule. */
  public static List<Stmt> apply(KernelSpec spec) {
    return apply(spec, (_, _) -> {});
  }

  static List<Stmt> apply(KernelSpec spec, Listener listener) {
    if (spec.schedule().order().isEmpty()) {
      return spec.body();
    }
    LoopOrder order = new LoopOrder(spec, listener);
    List<Stmt> body = order.block(spec.body());
    if (!order.found) {
      throw order.noNest();
    }
    return body;
  }

  private List<Stmt> block(List<Stmt> body) {
    return body.stream().map(this::statement).toList();
  }

  private Stmt statement(Stmt stmt) {
    Var counter = counter(stmt);
    if (counter == null) {
      return stmt;
    }
    return wanted.contains(counter) ? nest(stmt) : withBody(stmt, block(Walk.body(stmt)));
  }

  private Stmt nest(Stmt outermost) {
    List<Stmt> loops = new ArrayList<>(List.of(outermost));
    while (loops.size() < order.size()) {
      List<Stmt> body = Walk.body(loops.getLast());
      if (body.size() != 1 || !wanted.contains(counter(body.getFirst()))) {
        throw noNest();
      }
      loops.add(body.getFirst());
    }
    List<Var> counters = loops.stream().map(LoopOrder::counter).toList();
    if (!wanted.equals(new HashSet<>(counters)) || order.size() != wanted.size()) {
      throw noNest();
    }
    found = true;
    List<Stmt> innermost = Walk.body(loops.getLast());
    if (!counters.equals(order)) {
      listener.reordered(loops, innermost);
    }
    List<Stmt> body = innermost;
    for (Var var : order.reversed()) {
      body = List.of(withBody(loops.get(counters.indexOf(var)), body));
    }
    return body.getFirst();
  }

  private InvalidKernelException noNest() {
    return new InvalidKernelException(
        KernelVerifier.place(spec, List.of())
            + "the order "
            + order.stream().map(Var::name).toList()
            + " names loops that do not form a perfect nest, each the only statement of the one outside it.");
  }

  /** The variable that a loop or Lanes counts; null for any other statement. */
  static Var counter(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Loop loop -> loop.var();
      case Stmt.Lanes lanes -> lanes.lane();
      case Stmt.Index _, Stmt.Define _, Stmt.Assign _, Stmt.Store _ -> null;
    };
  }

  private static Stmt withBody(Stmt stmt, List<Stmt> body) {
    return switch (stmt) {
      case Stmt.Loop loop -> new Stmt.Loop(loop.var(), loop.extent(), body);
      case Stmt.Lanes lanes -> new Stmt.Lanes(lanes.lane(), lanes.lines(), lanes.count(), body);
      case Stmt.Index _, Stmt.Define _, Stmt.Assign _, Stmt.Store _ -> stmt;
    };
  }
}
