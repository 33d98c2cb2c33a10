package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Extent;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.codegen.kernel.lowered.Scope.Address;
import dev.espalier.codegen.kernel.lowered.Scope.Copy;
import dev.espalier.codegen.kernel.lowered.Scope.Factor;
import dev.espalier.codegen.kernel.lowered.Scope.Jammed;
import dev.espalier.codegen.kernel.lowered.Scope.Place;
import dev.espalier.codegen.kernel.lowered.Scope.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers loops: tiles and remainders, running offsets, index variables. The statements between loops are lowered by
 * {@link StraightLine}.
 *
 * <p>A loop with factor {@code f} becomes a loop in steps of {@code f} and a remainder: once more the body, for the
 * iterations that are left of a fixed extent, a loop of single steps for streamed extents (which are unrolled,
 * iteration after iteration), and loops of smaller tiles for lanes: two vectors that are left of four still share what
 * is loaded for both.
 */
final class NestLowering {

  /**
   * Tiles of lanes up to this size stay in one method with those of their rest. Larger ones, which have more rests, are
   * methods of their own: a compilation of one width does not hang on what others need.
   */
  private static final int MOST_TOGETHER = 4;

  /**
   * So are tiles whose loops are taken apart into more multiply-adds than this: few iterations are left to count, and
   * HotSpot then compiles by calls, of which the kernel itself gets one a pass.
   */
  private static final int MOST_STRAIGHT = 15;

  private final KernelSchedule schedule;
  private final Map<Buffer, String> parameters;
  private final Outliner outliner;

  NestLowering(KernelSchedule schedule, Map<Buffer, String> parameters, Outliner outliner) {
    this.schedule = schedule;
    this.parameters = parameters;
    this.outliner = outliner;
  }

  /** Lowers a block, in a scope of its own. */
  List<Op> block(List<Stmt> body, Scope scope) {
    List<Op> ops = new ArrayList<>();
    StraightLine line = new StraightLine(scope, parameters, ops);
    for (int i = 0; i < body.size(); i++) {
      Stmt stmt = body.get(i);
      switch (stmt) {
        case Stmt.Loop loop -> {
          line.endGroup();
          switch (loop.extent()) {
            case Extent.Fixed fixed -> fixed(loop, fixed.count(), scope, ops);
            case Extent.Counted counted -> counted(loop, counted, scope, ops);
            case Extent.Streamed streamed -> streamed(loop, streamed, scope, ops);
          }
        }
        case Stmt.Lanes lanes -> {
          line.endGroup();
          lanes(lanes, scope, ops);
        }
        case Stmt.Index index -> index(index, body.subList(i + 1, body.size()), scope, ops);
        case Stmt.Define define -> line.define(define);
        case Stmt.Assign assign -> line.assign(assign);
        case Stmt.Store store -> line.store(store);
      }
    }
    return outliner.fit(ops);
  }

  private void fixed(Stmt.Loop loop, int count, Scope outer, List<Op> ops) {
    Var var = loop.var();
    int factor = Math.min(schedule.factor(var), count);
    if (count == factor) {
      Scope only = outer.spliced();
      only.places.put(var, new Place.Known(0));
      only.jam(var, count, false);
      ops.addAll(block(loop.body(), only));
      return;
    }
    int tiled = count - count % factor;
    String counter = outer.inBraces().name(var.name());
    Scope inner = outer.spliced();
    inner.places.put(var, new Place.Counter(counter));
    inner.jam(var, factor, false);
    List<Op.Advance> advances = open(loop.body(), outer, inner, Set.of(counter), Start.ZERO, factor, ops, null);
    inner = inner.inBraces();
    inner.name(var.name());
    List<Op> tile = block(loop.body(), inner);
    ops.add(
        new Op.For(
            counter, Offset.Sum.of(0), Offset.Sum.of(tiled), Offset.Sum.of(factor), tile, advances,
            factor == 1 ? "" : var.name() + " in tiles of " + factor));
    if (tiled < count) {
      Scope rest = outer.inBraces();
      rest.places.put(var, new Place.Known(tiled));
      rest.jam(var, count - tiled, false);
      String range = count - tiled == 1 ? "" : " to " + (count - 1);
      ops.add(new Op.Block(block(loop.body(), rest), "the rest: " + var.name() + " " + tiled + range));
    }
  }

  /** Tiles as long as a whole one fits, then single steps. */
  private void counted(Stmt.Loop loop, Extent.Counted extent, Scope outer, List<Op> ops) {
    Var var = loop.var();
    String end = parameters.get(extent.count());
    int factor = Math.min(schedule.factor(var), extent.most());
    Scope scope = factor > 1 ? outer.spliced() : outer;
    String counter = factor > 1 ? scope.name(var.name()) : outer.inBraces().name(var.name());
    if (factor > 1) {
      ops.add(new Op.DefineInt(counter, Offset.Sum.of(0)));
    }
    for (int tile = factor; tile > 0; tile = tile == 1 ? 0 : 1) {
      boolean rest = tile < factor;
      Scope inner = scope.spliced();
      inner.places.put(var, new Place.Counter(counter));
      inner.jam(var, tile, false);
      Start start = rest ? Start.SYMBOL : Start.ZERO;
      List<Op.Advance> advances = open(loop.body(), scope, inner, Set.of(counter), start, tile, ops, null);
      inner = inner.inBraces();
      if (factor == 1) {
        inner.name(var.name());
      }
      ops.add(
          new Op.For(
              counter, factor > 1 ? null : Offset.Sum.of(0), new Offset.Sum(end, 0, 0, 1 - tile), Offset.Sum.of(tile),
              block(loop.body(), inner), advances,
              rest ? "the rest, one at a time" : tile == 1 ? "" : var.name() + " in tiles of " + tile));
    }
  }

  private void streamed(Stmt.Loop loop, Extent.Streamed extent, Scope outer, List<Op> ops) {
    Var var = loop.var();
    int factor = schedule.factor(var);
    Copy first = new Copy(Map.of());
    String counter = outer.name(var.name());
    String end = outer.derivedName(var.name() + "End");
    Scope inner = outer.spliced();
    ops.add(new Op.DefineInt(counter, element(extent.pointers(), extent.at(), first, outer)));
    ops.add(new Op.DefineInt(end, element(extent.pointers(), extent.at().plus(1), first, outer)));
    inner.places.put(var, new Place.Counter(counter));
    List<Op> each = new ArrayList<>();
    List<Op.Advance> advances = open(loop.body(), outer, inner, Set.of(counter), Start.SYMBOL, factor, ops, each);
    if (factor > 1) {
      ops.add(
          new Op.For(
              counter, null, new Offset.Sum(end, 0, 0, 1 - factor), Offset.Sum.of(factor),
              unrolled(loop, counter, factor, inner.inBraces(), each), advances,
              var.name() + " in tiles of " + factor));
    }
    List<Op.Advance> single = advances.stream().map(a -> new Op.Advance(a.name(), divided(a.by(), factor))).toList();
    ops.add(
        new Op.For(
            counter, null, Offset.Sum.of(end), Offset.Sum.of(1),
            unrolled(loop, counter, 1, inner.inBraces(), each), single, factor > 1 ? "the rest, one at a time" : ""));
  }

  /** Iterations one after the other: what each loads is used up before the next loads, so that registers last. */
  private List<Op> unrolled(Stmt.Loop loop, String counter, int factor, Scope outer, List<Op> start) {
    List<Op> ops = new ArrayList<>(start);
    for (int ahead = 0; ahead < factor; ahead++) {
      Scope iteration = outer.spliced();
      iteration.places.put(loop.var(), new Place.Counter(counter, ahead));
      ops.addAll(block(loop.body(), iteration));
    }
    return outliner.fit(ops);
  }

  private static Offset.Sum divided(Offset.Sum by, int factor) {
    return new Offset.Sum(by.base(), by.lines() / factor, by.vectors(), by.floats() / factor);
  }

  private void lanes(Stmt.Lanes lanes, Scope outer, List<Op> ops) {
    int factor = schedule.factor(lanes.lane());
    boolean several = factor > 1 || lanes.mayOverlap();
    String end = lanes.count() == null ? null : outer.derivedName(lanes.lane().name() + "End");
    if (end != null) {
      ops.add(new Op.DefineInt(end, new Offset.Scaled(null, 1, parameters.get(lanes.count()), true)));
    }
    Scope scope = several ? outer.spliced() : outer.inBraces();
    String counter = scope.name(lanes.lane().name());
    if (several) {
      ops.add(new Op.DefineInt(counter, Offset.Sum.of(0)));
    }
    for (int tile = factor; tile > 1; tile = restTile(tile)) {
      Op.For loop =
          new Op.For(
              counter, null, limit(lanes, end, tile), new Offset.Sum(null, 0, tile, 0),
              laneBody(lanes, tile, counter, scope), List.of(),
              (tile == factor ? "" : "the rest, ") + lanes.lane().name() + " in tiles of " + tile);
      ops.add(factor > MOST_TOGETHER || factor * products(lanes.body()) > MOST_STRAIGHT ? outliner.apart(loop) : loop);
    }
    ops.add(
        new Op.For(
            counter, several ? null : Offset.Sum.of(0), limit(lanes, end, 1),
            new Offset.Sum(null, 0, 1, 0), laneBody(lanes, 1, counter, scope), List.of(),
            factor > 1 ? "the rest, one at a time" : ""));
    if (lanes.mayOverlap()) {
      String last = scope.derivedName(counter + "Last");
      ops.add(new Op.DefineInt(last, upTo(lanes, end, -1, 0)));
      ops.add(
          new Op.For(
              counter, null, upTo(lanes, end, 0, 0), new Offset.Sum(null, 0, 1, 0),
              laneBody(lanes, 1, last, scope), List.of(),
              "where a line is one float: the last vector, which overlaps the one before"));
    }
  }

  /** The most multiply-adds that stand in a row, loops of a fixed extent taken apart where their factor says so. */
  private int products(List<Stmt> body) {
    int straight = 0;
    int inLoops = 0;
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Loop loop) {
        int own = products(loop.body());
        if (loop.extent() instanceof Extent.Fixed(int count) && schedule.factor(loop.var()) >= count) {
          straight += count * own;
        } else {
          inLoops = Math.max(inLoops, own);
        }
      } else if (stmt instanceof Stmt.Assign assign && assign.value() instanceof Expr.MultiplyAdd) {
        straight++;
      }
    }
    return Math.max(straight, inLoops);
  }

  /** Below this a tile begins that fits: where there are only whole vectors, the last of its vectors begins inside. */
  private static Offset.Sum limit(Stmt.Lanes lanes, String end, int tile) {
    return lanes.mayOverlap() ? upTo(lanes, end, -tile, 1) : upTo(lanes, end, 1 - tile, 0);
  }

  /** The end of the stretch, so many vectors and floats further. */
  private static Offset.Sum upTo(Stmt.Lanes lanes, String end, int vectors, int floats) {
    if (end != null) {
      return new Offset.Sum(end, 0, vectors, floats);
    }
    return lanes.lines() == 1
        ? new Offset.Sum(StraightLine.LANES, 0, vectors, floats)
        : new Offset.Sum(null, lanes.lines(), vectors, floats);
  }

  /** The next smaller tile for what is left over: even ones down to 6, then halves. */
  private static int restTile(int tile) {
    return tile > 6 ? (tile - 1) / 2 * 2 : tile == 6 ? 4 : tile / 2;
  }

  private List<Op> laneBody(Stmt.Lanes lanes, int factor, String counter, Scope outer) {
    Scope scope = outer.inBraces();
    scope.lane = lanes.lane();
    scope.jam(lanes.lane(), factor, true);
    List<Op> ops = new ArrayList<>();
    for (Access access : Access.of(lanes.body())) {
      if (access.buffer().kind() != Buffer.Kind.LANED) {
        continue;
      }
      for (Copy copy : Scope.copies(scope.jams)) {
        Address before = outer.resolve(access.buffer(), access.at(), copy).address();
        Address after = new Address(before.buffer(), before.factors(), true);
        if (!scope.offsets.containsKey(after)) {
          String base = outer.base(before);
          String name = scope.derivedName(parameters.get(access.buffer()) + capitalised(counter));
          scope.offsets.put(after, name);
          ops.add(new Op.DefineInt(name, new Offset.Scaled(base, 1, counter, false)));
        }
      }
    }
    ops.addAll(block(lanes.body(), scope));
    return outliner.fit(ops);
  }

  private void index(Stmt.Index index, List<Stmt> rest, Scope scope, List<Op> ops) {
    Scope before = scope.spliced();
    List<Jammed> jams =
        scope.jams.stream().filter(j -> !j.lane() && dependsOn(index.at(), j, scope)).toList();
    Map<Copy, String> named = scope.nameCopies(index.var().name(), jams);
    for (Copy copy : Scope.copies(jams)) {
      String name = named.get(copy.restrictedTo(jams));
      ops.add(new Op.DefineInt(name, element(index.ints(), index.at(), copy, before)));
    }
    scope.places.put(index.var(), new Place.Loaded(jams, named));
    open(rest, before, scope, Set.copyOf(named.values()), index.floats() ? Start.FLOATS : Start.SYMBOL, 0, ops, null);
  }

  private static boolean dependsOn(Affine at, Jammed jam, Scope scope) {
    return at.terms().stream()
        .anyMatch(
            t ->
                t.var().equals(jam.var())
                    || (scope.places.get(t.var()) instanceof Place.Loaded(List<Jammed> jams, Map<Copy, String> _)
                        && jams.contains(jam)));
  }

  /** What a symbol is where running offsets that depend on it begin. */
  private enum Start {
    /** 0: a loop of fixed extent. */
    ZERO,
    /** A number of lines or elements. */
    SYMBOL,
    /** The floats of a number of lines. */
    FLOATS
  }

  /**
   * Defines the running offset of every address below that depends on a new symbol.
   *
   * @param start what a new symbol is where the offsets begin
   * @param step how far the symbol advances in an iteration
   * @param each takes offsets in arrays that are told from the symbol in each iteration: a shift costs less than a
   *     register that lives through the loop; null where they advance
   * @return what the offsets are increased by in an iteration
   */
  private List<Op.Advance> open(
      List<Stmt> body, Scope before, Scope after, Set<String> symbols, Start start, int step, List<Op> ops,
      List<Op> each) {
    List<Op.Advance> advances = new ArrayList<>();
    for (Access access : Access.of(body)) {
      for (Copy copy : Scope.copies(after.jams)) {
        Address address = after.resolve(access.buffer(), access.at(), copy).address();
        Factor factor =
            address.factors().stream().filter(f -> symbols.contains(f.symbol())).findFirst().orElse(null);
        if (factor == null || after.offsets.containsKey(address)) {
          continue;
        }
        String base = before.base(before.resolve(access.buffer(), access.at(), copy).address());
        boolean lines = access.buffer().kind() == Buffer.Kind.LANED;
        if (!lines && base == null && factor.stride() == 1) {
          after.offsets.put(address, factor.symbol());
          continue;
        }
        String name = after.derivedName(parameters.get(access.buffer()) + capitalised(factor.symbol()));
        after.offsets.put(address, name);
        boolean told = !lines && each != null;
        (told ? each : ops).add(
            new Op.DefineInt(
                name,
                start == Start.ZERO
                    ? new Offset.Sum(base, 0, 0, 0)
                    : new Offset.Scaled(base, factor.stride(), factor.symbol(), lines && start == Start.SYMBOL)));
        if (told) {
          continue;
        }
        int advance = factor.stride() * step;
        advances.add(new Op.Advance(name, lines ? new Offset.Sum(null, advance, 0, 0) : Offset.Sum.of(advance)));
      }
    }
    return advances;
  }

  private Offset.Element element(Buffer ints, Affine at, Copy copy, Scope scope) {
    Resolved resolved = scope.resolve(ints, at, copy);
    return new Offset.Element(
        parameters.get(ints), new Offset.Sum(scope.base(resolved.address()), 0, 0, resolved.constant()));
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
