package dev.espalier.codegen.kernel;

import dev.espalier.codegen.kernel.KernelSchedule.Jam;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses a schedule that could change what a kernel computes.
 *
 * <p>Unroll-and-jam of a variable runs some of its iterations side by side, and a new loop order runs all iterations of
 * the loops that it moves in another order. Both are legal if different iterations touch different elements of every
 * buffer that is stored to, or only add to them, and if a local that outlives an iteration is an accumulator.
 */
final class ScheduleVerifier {

  private final KernelSpec spec;
  private final List<Var> path = new ArrayList<>();

  private ScheduleVerifier(KernelSpec spec) {
    this.spec = spec;
  }

  static void verify(KernelSpec spec) {
    new ScheduleVerifier(spec).run();
  }

  private void run() {
    Set<Var> counters = new LinkedHashSet<>();
    Walk.statements(
        spec.body(),
        s -> {
          if (s instanceof Stmt.Loop(Var var, Extent _, List<Stmt> _)) {
            counters.add(var);
          } else if (s instanceof Stmt.Lanes(Var lane, int _, Buffer _, List<Stmt> _)) {
            counters.add(lane);
          }
        });
    Set<Var> seen = new HashSet<>();
    for (Jam jam : spec.schedule().jams()) {
      check(
          counters.contains(jam.var()),
          "the schedule jams " + jam.var().name() + ", which is no loop of it; loops are " + names(counters) + ".");
      check(
          jam.factor() >= 1,
          "the schedule jams " + jam.var().name() + " by " + jam.factor() + "; at least 1 is meant.");
      check(seen.add(jam.var()), "the schedule jams " + jam.var().name() + " twice.");
    }
    block(LoopOrder.apply(spec, this::reordered));
  }

  private void block(List<Stmt> body) {
    for (Stmt stmt : body) {
      switch (stmt) {
        case Stmt.Loop loop -> nested(loop.var(), loop.body(), false);
        case Stmt.Lanes lanes -> {
          Stretches.overlap(spec, lanes).ifPresent(why -> fail("lane " + lanes.lane().name() + ": " + why));
          nested(lanes.lane(), lanes.body(), true);
        }
        case Stmt.Index _, Stmt.Define _, Stmt.Assign _, Stmt.Store _ -> {}
      }
    }
  }

  private void nested(Var var, List<Stmt> body, boolean lane) {
    path.add(var);
    int factor = spec.schedule().factor(var);
    if (factor > 1) {
      String jammed = var.name() + " cannot be jammed by " + factor + ": ";
      extentsAreEqual(var, body, jammed);
      carriedLocals(body, jammed);
      if (!lane) {
        Footprint.of(body).separates(List.of(var), factor, null).ifPresent(why -> fail(jammed + why));
      }
    }
    block(body);
    path.removeLast();
  }

  /** Called for each perfect nest that changes its order: the loops moved, and the body of the innermost. */
  private void reordered(List<Stmt> loops, List<Stmt> innermost) {
    List<Var> moved = loops.stream().map(LoopOrder::counter).toList();
    String reordered = "the loops " + names(moved) + " cannot change their order: ";
    for (Stmt stmt : loops) {
      if (stmt instanceof Stmt.Loop(Var var, Extent.Streamed(Buffer _, Affine at), List<Stmt> _)) {
        moved.stream()
            .filter(v -> at.stride(v) != 0)
            .findFirst()
            .ifPresent(v -> fail(reordered + "the extent of " + var.name() + " depends on " + v.name() + "."));
      }
    }
    carriedLocals(innermost, reordered);
    Var lane = loops.stream().filter(Stmt.Lanes.class::isInstance).map(LoopOrder::counter).findFirst().orElse(null);
    Footprint.of(loops.subList(0, 1)).separates(moved, 0, lane).ifPresent(why -> fail(reordered + why));
  }

  /** Loops below a jammed variable run for all its copies at once, so their extents may not depend on it. */
  private void extentsAreEqual(Var jammed, List<Stmt> body, String start) {
    Set<Var> dependent = new HashSet<>(Set.of(jammed));
    Walk.statements(
        body,
        s -> {
          if (s instanceof Stmt.Index(Var var, Buffer _, Affine at, boolean _) && dependsOn(at, dependent)) {
            dependent.add(var);
          } else if (s instanceof Stmt.Loop(Var var, Extent.Streamed(Buffer pointers, Affine at), List<Stmt> _)
              && dependsOn(at, dependent)) {
            fail(
                start
                    + "the streamed extent of "
                    + var.name()
                    + ", "
                    + pointers.name()
                    + "["
                    + at
                    + "], depends on it. Jam a loop that the extent does not depend on, or store rows in panels of one"
                    + " pattern.");
          }
        });
  }

  private static boolean dependsOn(Affine at, Set<Var> vars) {
    return at.terms().stream().anyMatch(t -> vars.contains(t.var()));
  }

  /** A local that is defined outside and assigned inside must be an accumulator of one kind that is not read inside. */
  private void carriedLocals(List<Stmt> body, String start) {
    Set<Local> inside = new HashSet<>();
    List<Stmt.Assign> carried = new ArrayList<>();
    Walk.statements(
        body,
        s -> {
          if (s instanceof Stmt.Define define) {
            inside.add(define.local());
          } else if (s instanceof Stmt.Assign assign && !inside.contains(assign.local())) {
            carried.add(assign);
          }
        });
    for (Stmt.Assign assign : carried) {
      Local local = assign.local();
      Reduction.Found found = Reduction.of(assign);
      check(
          found != null,
          start
              + "local "
              + local.name()
              + " is carried from one iteration to the next and is no sum, maximum or minimum.");
      for (Stmt.Assign other : carried) {
        Reduction.Found second = Reduction.of(other);
        check(
            !other.local().equals(local) || second == null || second.kind() == found.kind(),
            start + "local " + local.name() + " is carried from one iteration to the next and mixes reductions.");
      }
      Walk.statements(
          body,
          s -> {
            Expr value = Walk.value(s);
            check(
                value == null
                    || !Walk.reads(value, local)
                    || (s instanceof Stmt.Assign(Local to, Expr _) && to.equals(local)),
                start + "local " + local.name() + " is carried from one iteration to the next and read between.");
          });
    }
  }

  private static List<String> names(Iterable<Var> vars) {
    List<String> names = new ArrayList<>();
    vars.forEach(v -> names.add(v.name()));
    return names;
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      fail(message);
    }
  }

  private void fail(String message) {
    throw new InvalidKernelException(KernelVerifier.place(spec, path) + message);
  }
}
