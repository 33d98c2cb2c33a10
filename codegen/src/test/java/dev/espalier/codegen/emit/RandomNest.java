package dev.espalier.codegen.emit;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Term;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Generates small legal nests from a seed: loops of fixed and streamed extent, index variables, one Lanes on a path,
 * over one line or a stretch of some,
 * locals of both types, reductions over lanes, stores of both kinds. Comparisons only look at inputs, so that rounding
 * cannot flip them; all values stay small.
 */
final class RandomNest {
  private static final int POINTERS = 4;
  private static final int ENTRIES = 6;
  private static final int LARGEST_INDEX = 3;

  private static final List<Expr.Comparison> COMPARISONS = List.of(Expr.Comparison.values());

  private final Random random;
  private final Buffer in = Buffer.laned("in", Access.READ);
  private final Buffer out = Buffer.laned("out", Access.WRITE);
  private final Buffer sums = Buffer.laned("sums", Access.UPDATE);
  private final Buffer weights = Buffer.floats("weights", Access.READ);
  private final Buffer gradient = Buffer.floats("gradient", Access.UPDATE);
  private final Buffer pointers = Buffer.ints("pointers");
  private final Buffer columns = Buffer.ints("columns");
  /** Largest value of each variable in scope. */
  private final Map<Var, Integer> largest = new LinkedHashMap<>();
  private final Map<Buffer, Integer> sizes = new LinkedHashMap<>();
  private final List<Local> readable = new ArrayList<>();
  private final List<Local> reductions = new ArrayList<>();
  private final List<Var> counters = new ArrayList<>();
  private boolean insideLanes;
  /** Lines of the stretch of the Lanes that is written, 1 outside. */
  private int stretch = 1;
  private boolean curved;
  private int names;

  private RandomNest(long seed) {
    random = new Random(seed);
  }

  static KernelCase of(long seed) {
    return new RandomNest(seed).generate(seed);
  }

  private KernelCase generate(long seed) {
    List<Stmt> body = new ArrayList<>(block(0));
    // Every buffer is used at least once.
    Var lane = new Var("lastLane");
    body.add(Stmt.loop(new Var("last"), 2, Stmt.index(new Var("lastColumn"), columns, Affine.of(new Var("last")))));
    body.add(Stmt.loop(new Var("row"), pointers, Affine.of(1), Stmt.define(Local.scalar("none"), Expr.constant(0))));
    body.add(Stmt.lanes(lane, Stmt.accumulate(sums, Affine.of(0), in.at(0)), Stmt.store(out, Affine.of(0), in.at(0))));
    body.add(Stmt.accumulate(gradient, Affine.of(0), weights.at(0)));
    List.of(in, out, sums, weights, gradient).forEach(b -> sizes.merge(b, 1, Math::max));
    KernelSchedule schedule = KernelSchedule.PLAIN;
    for (Var var : counters) {
      if (random.nextInt(3) == 0) {
        schedule = schedule.with(var, 1 + random.nextInt(4));
      }
    }
    KernelSpec spec =
        new KernelSpec(
            "random " + seed,
            "random",
            "random",
            List.of(in, out, sums, weights, gradient, pointers, columns),
            body,
            schedule);
    KernelCase result = KernelCase.of(spec, 10);
    for (Map.Entry<Buffer, Integer> size : sizes.entrySet()) {
      result = result.size(size.getKey(), size.getValue());
    }
    return result
        .pattern(pointers, 0, 2, 2, ENTRIES, ENTRIES)
        .pattern(columns, IntStream.range(0, 40).map(i -> i * 7 % (LARGEST_INDEX + 1)).toArray());
  }

  private List<Stmt> block(int depth) {
    List<Local> localsBefore = List.copyOf(readable);
    List<Local> reductionsBefore = List.copyOf(reductions);
    Map<Var, Integer> varsBefore = new LinkedHashMap<>(largest);
    List<Stmt> body = new ArrayList<>();
    int statements = 1 + random.nextInt(3);
    for (int i = 0; i < statements; i++) {
      statement(depth, body);
    }
    readable.retainAll(localsBefore);
    reductions.retainAll(reductionsBefore);
    largest.keySet().retainAll(varsBefore.keySet());
    return body;
  }

  private void statement(int depth, List<Stmt> body) {
    switch (random.nextInt(depth < 4 ? 9 : 5)) {
      case 0 -> define(body);
      case 1 -> update(body);
      case 2, 3 -> store(body);
      case 4 -> {
        Var var = fresh("index");
        body.add(Stmt.index(var, columns, affine(null)));
        largest.put(var, LARGEST_INDEX);
      }
      case 5, 6 -> body.add(loop(depth));
      default -> lanes(depth, body);
    }
  }

  private Stmt loop(int depth) {
    Var var = fresh("loop");
    boolean streamed = random.nextInt(4) == 0;
    Var pointer = largest.keySet().stream().filter(v -> largest.get(v) < POINTERS).findFirst().orElse(null);
    Affine at = pointer == null || random.nextBoolean() ? Affine.of(random.nextInt(POINTERS)) : Affine.of(pointer);
    int count = 1 + random.nextInt(4);
    counters.add(var);
    largest.put(var, streamed ? ENTRIES - 1 : count - 1);
    List<Stmt> inner = block(depth + 1);
    largest.remove(var);
    Stmt[] statements = inner.toArray(Stmt[]::new);
    return streamed ? Stmt.loop(var, pointers, at, statements) : Stmt.loop(var, count, statements);
  }

  private void lanes(int depth, List<Stmt> body) {
    if (insideLanes) {
      store(body);
      return;
    }
    Var lane = fresh("lane");
    counters.add(lane);
    Local reduction = Local.lanes("total" + names++);
    boolean reduces = random.nextBoolean();
    if (reduces) {
      body.add(Stmt.define(reduction, Expr.constant(0)));
      reductions.add(reduction);
    }
    insideLanes = true;
    stretch = 1 + random.nextInt(3);
    int lines = stretch;
    body.add(Stmt.lanes(lane, lines, block(depth + 1).toArray(Stmt[]::new)));
    stretch = 1;
    insideLanes = false;
    if (reduces) {
      body.add(Stmt.accumulate(gradient, affine(gradient), Expr.sumLanes(reduction)));
      reductions.remove(reduction);
    }
  }

  private void define(List<Stmt> body) {
    boolean lanes = insideLanes && random.nextInt(4) > 0;
    Local local = new Local("local" + names++, lanes ? Local.Type.LANES : Local.Type.SCALAR);
    body.add(Stmt.define(local, expression(lanes, 2)));
    readable.add(local);
  }

  private void update(List<Stmt> body) {
    if (insideLanes && !reductions.isEmpty()) {
      body.add(Stmt.addProduct(reductions.getFirst(), expression(true, 1), expression(true, 0)));
      return;
    }
    Local local = readable.isEmpty() ? null : readable.getLast();
    if (local == null || (local.type() == Local.Type.SCALAR && insideLanes)) {
      store(body);
      return;
    }
    boolean lanes = local.type() == Local.Type.LANES;
    body.add(
        switch (random.nextInt(3)) {
          case 0 -> Stmt.assign(local, local.read().max(expression(lanes, 1)));
          case 1 -> Stmt.add(local, expression(lanes, 1));
          default -> Stmt.assign(local, expression(lanes, 2));
        });
  }

  private void store(List<Stmt> body) {
    if (!insideLanes) {
      body.add(Stmt.accumulate(gradient, affine(gradient), expression(false, 2)));
    } else if (random.nextBoolean()) {
      body.add(Stmt.store(out, affine(out), expression(true, 2)));
    } else {
      body.add(Stmt.accumulate(sums, affine(sums), expression(true, 2)));
    }
  }

  private Expr expression(boolean lanes, int depth) {
    int choice = random.nextInt(depth == 0 ? 3 : 10);
    return switch (choice) {
      case 0 -> lanes ? in.at(affine(in)) : weights.at(affine(weights));
      case 1 -> weights.at(affine(weights));
      case 2 -> bounded(lanes);
      case 3 -> expression(lanes, depth - 1).plus(expression(lanes, depth - 1));
      case 4 -> expression(lanes, depth - 1).minus(expression(lanes, depth - 1));
      case 5 -> expression(lanes, depth - 1).max(0.25f).min(expression(lanes, depth - 1));
      case 6 -> expression(lanes, depth - 1).abs().plus(1).sqrt().negate();
      case 7 -> curved(expression(lanes, 0)).dividedBy(expression(lanes, 0).abs().plus(1.5f));
      case 8 ->
          Expr.select(
              COMPARISONS.get(random.nextInt(COMPARISONS.size())),
              weights.at(affine(weights)),
              lanes ? in.at(affine(in)) : Expr.constant(0.125f),
              expression(lanes, depth - 1),
              Expr.constant(-0.5f));
      default -> expression(lanes, depth - 1).timesPlus(weights.at(affine(weights)), expression(lanes, 0));
    };
  }

  /** tanh, which is eleven multiply-adds and so stands once in a nest. */
  private Expr curved(Expr of) {
    if (curved) {
      return of.abs();
    }
    curved = true;
    return of.tanh();
  }

  /** A local, squeezed into -1 to 1, or a constant. */
  private Expr bounded(boolean lanes) {
    List<Local> legal =
        readable.stream().filter(l -> lanes || l.type() == Local.Type.SCALAR).toList();
    return legal.isEmpty() ? Expr.constant(0.75f) : legal.get(random.nextInt(legal.size())).read().max(-1).min(1);
  }

  /** A random place; null stands for the columns, whose size is fixed. */
  private Affine affine(Buffer buffer) {
    Affine at = Affine.of(random.nextInt(3));
    for (Var var : largest.keySet()) {
      int stride = random.nextInt(4);
      if (stride > 0 && at.terms().size() < 2) {
        at = at.plus(var, stride);
      }
    }
    int end = 1 + at.constant();
    for (Term term : at.terms()) {
      end += term.stride() * largest.get(term.var());
    }
    if (buffer == null) {
      return at;
    }
    // What is stored to in stretches is whole stretches apart.
    int apart = List.of(out, sums).contains(buffer) ? stretch : 1;
    sizes.merge(buffer, (end - 1) * apart + stretch, Math::max);
    return at.times(apart);
  }

  private Var fresh(String stem) {
    return new Var(stem + names++);
  }
}
