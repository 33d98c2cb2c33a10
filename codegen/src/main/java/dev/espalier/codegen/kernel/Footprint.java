package dev.espalier.codegen.kernel;

import dev.espalier.codegen.kernel.Buffer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The elements that a region of a nest touches, as far as they decide whether its iterations may trade places. */
final class Footprint {

  private static final long UNKNOWN = Long.MAX_VALUE;

  /** How one buffer is touched: at which places, and whether it is only added to. */
  private static final class Touched {
    final Set<Affine> places = new LinkedHashSet<>();
    boolean stored;
    boolean onlyAdded = true;
  }

  private final Map<Buffer, Touched> buffers = new LinkedHashMap<>();
  /** Largest difference between two values of a variable that is bound in the region. */
  private final Map<Var, Long> spans = new HashMap<>();
  private final Set<Var> loaded = new LinkedHashSet<>();

  private Footprint() {}

  static Footprint of(List<Stmt> region) {
    Footprint footprint = new Footprint();
    Walk.statements(region, footprint::add);
    Walk.expressions(
        region,
        e -> {
          if (e instanceof Expr.Load(Buffer buffer, Affine at)) {
            Touched touched = footprint.buffers.computeIfAbsent(buffer, _ -> new Touched());
            touched.places.add(at);
            touched.onlyAdded = false;
          }
        });
    return footprint;
  }

  private void add(Stmt stmt) {
    switch (stmt) {
      case Stmt.Loop(Var var, Extent.Fixed(int count), List<Stmt> _) -> spans.put(var, count - 1L);
      case Stmt.Loop(Var var, Extent.Counted(Buffer _, int most), List<Stmt> _) -> spans.put(var, most - 1L);
      case Stmt.Loop loop -> spans.put(loop.var(), UNKNOWN);
      case Stmt.Index index -> loaded.add(index.var());
      case Stmt.Store store -> {
        Touched touched = buffers.computeIfAbsent(store.buffer(), _ -> new Touched());
        touched.places.add(store.at());
        touched.stored = true;
        touched.onlyAdded &= store.accumulate();
      }
      case Stmt.Lanes _, Stmt.Define _, Stmt.Assign _ -> {}
    }
  }

  /**
   * Says why iterations of {@code moved} may not trade places; empty if they may.
   *
   * @param moved variables whose iterations change their order
   * @param factor for a jammed variable, how many neighbours run side by side; 0 for whole loops, bound in the region
   * @param lane the lane variable if it is among the moved ones, else null; lanes never share an element of a line
   */
  Optional<String> separates(List<Var> moved, int factor, Var lane) {
    for (Map.Entry<Buffer, Touched> entry : buffers.entrySet()) {
      Touched touched = entry.getValue();
      if (!touched.stored || touched.onlyAdded) {
        continue;
      }
      String buffer = "buffer " + entry.getKey().name();
      if (touched.places.size() > 1) {
        return Optional.of(buffer + " is stored to and touched at several places, " + touched.places + ".");
      }
      Affine at = touched.places.iterator().next();
      boolean lanes = entry.getKey().kind() == Kind.LANED;
      List<Var> absent =
          moved.stream().filter(v -> at.stride(v) == 0 && !(lanes && v.equals(lane))).toList();
      // One loop keeps its own order; two of them, or one that is cut into copies, do not.
      if (absent.size() > (factor > 0 ? 0 : 1)) {
        return Optional.of(
            buffer
                + "["
                + at
                + "] is stored to by every "
                + absent.getFirst().name()
                + "; only adding may trade places.");
      }
      if (moved.stream().anyMatch(v -> at.stride(v) != 0) && !injective(at, moved, factor)) {
        return Optional.of(
            buffer + "[" + at + "] may be the same element for different " + moved.getFirst().name() + ".");
      }
    }
    return Optional.empty();
  }

  /** Mixed radix: each stride is larger than all that the smaller ones can reach together. */
  private boolean injective(Affine at, List<Var> moved, int factor) {
    if (at.terms().stream().anyMatch(t -> loaded.contains(t.var()))) {
      return false;
    }
    List<Term> ascending = new ArrayList<>(at.terms());
    ascending.sort(Comparator.comparingInt(t -> Math.abs(t.stride())));
    long reach = 0;
    for (Term term : ascending) {
      long span = factor > 0 && moved.contains(term.var()) ? factor - 1L : spans.getOrDefault(term.var(), 0L);
      if (span == 0) {
        continue;
      }
      if (reach == UNKNOWN || Math.abs((long) term.stride()) <= reach) {
        return false;
      }
      reach = span == UNKNOWN ? UNKNOWN : reach + span * Math.abs((long) term.stride());
    }
    return true;
  }
}
