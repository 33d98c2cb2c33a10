package dev.espalier.codegen.kernel;

import dev.espalier.codegen.kernel.Buffer.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether Lanes over several neighbouring lines give the same result vector by vector as lane by lane.
 *
 * <p>They do where the stretches of a stored buffer that meet within one vector or one register tile are the same
 * stretch or have no line in common: where what is between their first lines is a multiple of at least the stretch's
 * length.
 * A buffer that is only added to may be added to at any place later; side by side only where stretches are apart.
 */
final class Stretches {
  private final KernelSpec spec;
  private final Stmt.Lanes lanes;
  /** Variables that take several values within one tile of lanes, and those that anything may be loaded into. */
  private final Set<Var> inside = new HashSet<>();
  private final Set<Var> loaded = new HashSet<>();

  private Stretches(KernelSpec spec, Stmt.Lanes lanes) {
    this.spec = spec;
    this.lanes = lanes;
    Walk.statements(
        spec.body(),
        s -> {
          if (s instanceof Stmt.Index index) {
            loaded.add(index.var());
          }
        });
    Walk.statements(
        lanes.body(),
        s -> {
          if (s instanceof Stmt.Loop loop) {
            inside.add(loop.var());
          }
        });
  }

  /** Says why the lines of a stretch may not run side by side; empty if they may. */
  static Optional<String> overlap(KernelSpec spec, Stmt.Lanes lanes) {
    return lanes.lines() == 1 ? Optional.empty() : new Stretches(spec, lanes).overlap();
  }

  /** Whether computing a lane twice gives what computing it once does. */
  static boolean isRepeatable(Stmt.Lanes lanes) {
    Set<Local> inside = new HashSet<>();
    Set<Buffer> stored = new HashSet<>();
    Set<Buffer> loaded = new HashSet<>();
    boolean[] repeatable = {true};
    Walk.statements(
        lanes.body(),
        s -> {
          switch (s) {
            case Stmt.Define define -> inside.add(define.local());
            case Stmt.Assign assign -> repeatable[0] &= inside.contains(assign.local());
            case Stmt.Store store -> {
              stored.add(store.buffer());
              repeatable[0] &= !store.accumulate();
            }
            case Stmt.Loop _, Stmt.Lanes _, Stmt.Index _ -> {}
          }
        });
    Walk.expressions(
        lanes.body(),
        e -> {
          if (e instanceof Expr.Load(Buffer buffer, Affine _)) {
            loaded.add(buffer);
          }
        });
    return repeatable[0] && stored.stream().noneMatch(loaded::contains);
  }

  private Optional<String> overlap() {
    Map<Buffer, List<Stmt.Store>> stores = new LinkedHashMap<>();
    Walk.statements(
        lanes.body(),
        s -> {
          if (s instanceof Stmt.Store store && store.buffer().kind() == Kind.LANED) {
            stores.computeIfAbsent(store.buffer(), _ -> new ArrayList<>()).add(store);
          }
        });
    for (Map.Entry<Buffer, List<Stmt.Store>> entry : stores.entrySet()) {
      List<Affine> places = new ArrayList<>(entry.getValue().stream().map(Stmt.Store::at).toList());
      List<Affine> loads = loads(entry.getKey());
      places.addAll(loads);
      boolean onlyAdded = loads.isEmpty() && entry.getValue().stream().allMatch(Stmt.Store::accumulate);
      int apart = 0;
      for (Affine at : places) {
        for (Term term : at.terms()) {
          if (varies(term.var(), onlyAdded)) {
            apart = gcd(apart, term.stride());
          }
        }
        apart = onlyAdded ? apart : gcd(apart, at.constant() - places.getFirst().constant());
      }
      if (apart != 0 && apart < lanes.lines()) {
        return Optional.of(
            "stretches of " + lanes.lines() + " lines of buffer " + entry.getKey().name() + ", stored to at " + places
                + ", may begin " + apart + " apart and overlap.");
      }
    }
    return Optional.empty();
  }

  private List<Affine> loads(Buffer buffer) {
    List<Affine> loads = new ArrayList<>();
    Walk.expressions(
        lanes.body(),
        e -> {
          if (e instanceof Expr.Load(Buffer from, Affine at) && from.equals(buffer)) {
            loads.add(at);
          }
        });
    return loads;
  }

  private boolean varies(Var var, boolean onlyAdded) {
    return loaded.contains(var) || spec.schedule().factor(var) > 1 || (!onlyAdded && inside.contains(var));
  }

  private static int gcd(int a, int b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
  }
}
