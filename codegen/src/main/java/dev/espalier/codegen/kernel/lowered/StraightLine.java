package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Walk;
import dev.espalier.codegen.kernel.lowered.Scope.Copy;
import dev.espalier.codegen.kernel.lowered.Scope.Jammed;
import dev.espalier.codegen.kernel.lowered.Scope.Resolved;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lowers the statements between two loops, each once for every copy that the jammed variables make. Every element is
 * loaded once, into a local, until its buffer is stored to.
 */
final class StraightLine {
  static final String SLAB = "slab";
  static final String LANES = "lanes";

  private final Scope scope;
  private final Map<Buffer, String> parameters;
  private final List<Op> ops;
  private final Map<Value, Loaded> group = new HashMap<>();

  /** A local that holds what was loaded; the buffer is null for a constant. */
  private record Loaded(String name, Buffer buffer) {}

  StraightLine(Scope scope, Map<Buffer, String> parameters, List<Op> ops) {
    this.scope = scope;
    this.parameters = parameters;
    this.ops = ops;
  }

  /** A loop follows: what is loaded so far may be stale after it. */
  void endGroup() {
    group.clear();
  }

  void define(Stmt.Define define) {
    Local local = define.local();
    List<Jammed> jams = scope.jams.stream().filter(j -> !j.lane() || local.type() == Local.Type.LANES).toList();
    Map<Copy, String> names = scope.nameCopies(local.name(), jams);
    for (Copy copy : Scope.copies(jams)) {
      Value init = value(define.init(), copy, local.type() == Local.Type.LANES);
      ops.add(new Op.DefineValue(names.get(copy.restrictedTo(jams)), init));
    }
    scope.locals.put(local, new Scope.Copies(jams, names));
  }

  void assign(Stmt.Assign assign) {
    Local local = assign.local();
    boolean vector = local.type() == Local.Type.LANES;
    List<Jammed> jams = scope.jams.stream().filter(j -> vector || !j.lane()).toList();
    loadShared(assign.value(), jams);
    for (Copy copy : Scope.copies(jams)) {
      Value value = value(assign.value(), copy, vector);
      ops.add(new Op.SetValue(scope.locals.get(local).name(copy), value));
    }
  }

  /**
   * Loads the vectors that several copies share before anything is broadcast: C2 keeps to that order, and the tile of
   * accumulators stays in registers; with loads and broadcasts alternating it spills one, and runs at half the speed.
   */
  private void loadShared(Expr value, List<Jammed> jams) {
    Walk.expression(value, e -> {
      if (e instanceof Expr.Load(Buffer buffer, var at) && buffer.kind() == Buffer.Kind.LANED) {
        Map<Offset.Sum, Integer> uses = new LinkedHashMap<>();
        for (Copy copy : Scope.copies(jams)) {
          uses.merge(at(buffer, scope.resolve(buffer, at, copy), copy), 1, Integer::sum);
        }
        uses.forEach((offset, count) -> {
          if (count > 1) {
            loaded(buffer, offset, true);
          }
        });
      }
    });
  }

  void store(Stmt.Store store) {
    boolean vector = store.buffer().kind() == Buffer.Kind.LANED;
    Map<Offset.Sum, Value> sums = new LinkedHashMap<>();
    for (Copy copy : Scope.copies(scope.jams)) {
      Offset.Sum at = at(store.buffer(), scope.resolve(store.buffer(), store.at(), copy), copy);
      Value value = value(store.value(), copy, vector);
      if (!store.accumulate()) {
        put(store.buffer(), at, value);
      } else {
        // Copies that add to one element load and store it once.
        Value sum = sums.containsKey(at) ? sums.get(at) : loaded(store.buffer(), at, vector);
        sums.put(at, added(value, sum));
      }
    }
    sums.forEach((at, sum) -> put(store.buffer(), at, sum));
    group.values().removeIf(l -> store.buffer().equals(l.buffer()));
  }

  private void put(Buffer buffer, Offset.Sum at, Value value) {
    ops.add(new Op.Put(buffer.kind() == Buffer.Kind.LANED ? SLAB : parameters.get(buffer), at, value));
  }

  private static Value added(Value value, Value sum) {
    return value instanceof Value.Binary(Expr.BinaryOp op, Value left, Value right) && op == Expr.BinaryOp.MULTIPLY
        ? new Value.MultiplyAdd(left, right, sum)
        : new Value.Binary(Expr.BinaryOp.ADD, sum, value);
  }

  /** The value of an expression for one copy: a vector where one is wanted, else whatever the expression is. */
  private Value value(Expr expr, Copy copy, boolean wantVector) {
    boolean vector = wantVector || isLanes(expr);
    return switch (expr) {
      case Expr.Load(Buffer buffer, var at) ->
          loaded(buffer, at(buffer, scope.resolve(buffer, at, copy), copy), vector);
      case Expr.Constant(float number) -> {
        Value literal = new Value.Literal(number);
        yield vector ? new Value.Broadcast(literal) : literal;
      }
      case Expr.Read(Local local) -> {
        boolean lanes = local.type() == Local.Type.LANES;
        Value name = new Value.Name(scope.locals.get(local).name(copy), lanes);
        yield vector && !lanes ? new Value.Broadcast(name) : name;
      }
      case Expr.Unary(var op, Expr operand) when op == Expr.UnaryOp.TANH ->
          RationalTanh.of(value(operand, copy, vector), vector, v -> named(v, vector));
      case Expr.Unary(var op, Expr operand) -> new Value.Unary(op, value(operand, copy, vector));
      case Expr.Binary(var op, Expr left, Expr right) ->
          new Value.Binary(op, value(left, copy, vector), value(right, copy, vector));
      case Expr.MultiplyAdd(Expr a, Expr b, Expr c) ->
          new Value.MultiplyAdd(value(a, copy, vector), value(b, copy, vector), value(c, copy, vector));
      case Expr.Select(var op, Expr left, Expr right, Expr whenTrue, Expr whenFalse) ->
          new Value.Select(
              op,
              value(left, copy, vector),
              value(right, copy, vector),
              value(whenTrue, copy, vector),
              value(whenFalse, copy, vector));
      case Expr.SumLanes(Expr operand) -> {
        Value sum = new Value.SumElements(value(operand, copy, true));
        yield vector ? new Value.Broadcast(sum) : sum;
      }
    };
  }

  /** A local that holds a value. */
  private Value named(Value value, boolean vector) {
    String name = scope.derivedName("part");
    ops.add(new Op.DefineValue(name, value));
    return new Value.Name(name, vector);
  }

  private static boolean isLanes(Expr expr) {
    return switch (expr) {
      case Expr.Load load -> load.buffer().kind() == Buffer.Kind.LANED;
      case Expr.Constant _, Expr.SumLanes _ -> false;
      case Expr.Read read -> read.local().type() == Local.Type.LANES;
      case Expr.Unary unary -> isLanes(unary.operand());
      case Expr.Binary binary -> isLanes(binary.left()) || isLanes(binary.right());
      case Expr.MultiplyAdd sum -> isLanes(sum.a()) || isLanes(sum.b()) || isLanes(sum.c());
      case Expr.Select select ->
          isLanes(select.left())
              || isLanes(select.right())
              || isLanes(select.whenTrue())
              || isLanes(select.whenFalse());
    };
  }

  private Offset.Sum at(Buffer buffer, Resolved resolved, Copy copy) {
    String base = scope.base(resolved.address());
    return buffer.kind() == Buffer.Kind.LANED
        ? new Offset.Sum(base, resolved.constant(), copy.distance(scope.lane), 0)
        : new Offset.Sum(base, 0, 0, resolved.constant());
  }

  /** The local that holds an element, loaded now if it is not yet. */
  private Value loaded(Buffer buffer, Offset.Sum at, boolean vector) {
    Value load =
        buffer.kind() == Buffer.Kind.LANED
            ? new Value.VectorLoad(SLAB, at)
            : vector
                ? new Value.Broadcast(new Value.Element(parameters.get(buffer), at))
                : new Value.Element(parameters.get(buffer), at);
    Loaded present = group.get(load);
    if (present == null) {
      long before = group.values().stream().filter(l -> buffer.equals(l.buffer())).count();
      present = new Loaded(scope.derivedName(parameters.get(buffer) + before), buffer);
      group.put(load, present);
      ops.add(new Op.DefineValue(present.name(), load));
    }
    return new Value.Name(present.name(), vector);
  }
}
