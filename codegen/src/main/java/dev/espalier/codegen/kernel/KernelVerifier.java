package dev.espalier.codegen.kernel;

import dev.espalier.codegen.kernel.Buffer.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Refuses a kernel that is not well formed: names, scopes, types, lanes, reductions and access modes; then, through
 * {@link ScheduleVerifier}, a schedule that could change its result.
 */
public final class KernelVerifier {

  private final KernelSpec spec;
  private final Deque<Var> path = new ArrayDeque<>();
  private final List<Scoped> scope = new ArrayList<>();
  private final Set<Buffer> used = new HashSet<>();
  private final Set<Var> floats = new HashSet<>();
  private boolean insideLanes;

  /** What a name means at this place; {@code thing} is a Buffer, a Var or a Local. */
  private record Scoped(String name, Object thing, boolean insideLanes, boolean lane) {}

  private KernelVerifier(KernelSpec spec) {
    this.spec = spec;
  }

  /**
   * Checks a kernel and its schedule.
   *
   * @throws InvalidKernelException naming the kernel, the place (loop variables from the outside in) and the rule
   */
  public static void verify(KernelSpec spec) {
    new KernelVerifier(spec).run();
    ScheduleVerifier.verify(spec);
  }

  private void run() {
    for (Buffer buffer : spec.buffers()) {
      declare(buffer.name(), buffer, false);
      check(
          buffer.kind() != Kind.INTS || buffer.access() == Buffer.Access.READ,
          "INTS buffer " + buffer.name() + " has access " + buffer.access() + "; patterns are read only: use READ.");
    }
    block(spec.body());
    for (Buffer buffer : spec.buffers()) {
      check(used.contains(buffer), "buffer " + buffer.name() + " is declared and never used; remove it.");
    }
  }

  private void block(List<Stmt> body) {
    check(!body.isEmpty(), "the body is empty.");
    int mark = scope.size();
    for (Stmt stmt : body) {
      statement(stmt);
    }
    scope.subList(mark, scope.size()).clear();
  }

  private void statement(Stmt stmt) {
    switch (stmt) {
      case Stmt.Loop loop -> {
        extent(loop);
        nested(loop.var(), loop.body(), false);
      }
      case Stmt.Lanes lanes -> {
        check(
            !insideLanes,
            "Lanes " + lanes.lane().name() + " stands inside another Lanes; one is the most on a path.");
        check(
            lanes.lines() >= 1,
            "Lanes " + lanes.lane().name() + " runs over " + lanes.lines() + " lines; a stretch has at least 1.");
        if (lanes.count() != null) {
          buffer(lanes.count(), Kind.COUNT, "the stretch of " + lanes.lane().name() + " is counted by");
        }
        insideLanes = true;
        nested(lanes.lane(), lanes.body(), true);
        insideLanes = false;
      }
      case Stmt.Index index -> {
        buffer(index.ints(), Kind.INTS, "Index " + index.var().name() + " loads from");
        affine(index.at());
        lines(index.at());
        declare(index.var().name(), index.var(), false);
        if (index.floats()) {
          floats.add(index.var());
        } else {
          floats.remove(index.var());
        }
      }
      case Stmt.Define define -> define(define);
      case Stmt.Assign assign -> assign(assign);
      case Stmt.Store store -> store(store);
    }
  }

  private void extent(Stmt.Loop loop) {
    switch (loop.extent()) {
      case Extent.Fixed fixed ->
          check(
              fixed.count() >= 1,
              "loop " + loop.var().name() + " has extent " + fixed.count() + "; a fixed extent is at least 1.");
      case Extent.Counted counted -> {
        check(
            counted.most() >= 1,
            "loop " + loop.var().name() + " runs up to " + counted.most() + "; a counted extent is at least 1.");
        buffer(counted.count(), Kind.COUNT, "loop " + loop.var().name() + " is counted by");
      }
      case Extent.Streamed streamed -> {
        buffer(streamed.pointers(), Kind.INTS, "the extent of loop " + loop.var().name() + " comes from");
        affine(streamed.at());
        lines(streamed.at());
      }
    }
  }

  private void nested(Var var, List<Stmt> body, boolean lane) {
    int mark = scope.size();
    declare(var.name(), var, lane);
    path.addLast(var);
    block(body);
    path.removeLast();
    scope.subList(mark, scope.size()).clear();
  }

  private void define(Stmt.Define define) {
    Local local = define.local();
    Local.Type type = type(define.init());
    check(
        local.type() == Local.Type.LANES || type == Local.Type.SCALAR,
        "local " + local.name() + " is SCALAR and its initial value is LANES; declare it LANES or sum the lanes.");
    check(
        local.type() == Local.Type.SCALAR || insideLanes || define.init().equals(Expr.constant(0)),
        "local "
            + local.name()
            + " is LANES and defined outside Lanes, so it is a reduction and starts at constant 0, not at another"
            + " value.");
    declare(local.name(), local, false);
  }

  private void assign(Stmt.Assign assign) {
    Local local = assign.local();
    Scoped defined = local(local);
    if (local.type() == Local.Type.LANES && !defined.insideLanes()) {
      check(
          insideLanes,
          "reduction " + local.name() + " is assigned outside Lanes; it may only be added to, inside Lanes.");
      Reduction.Found found = Reduction.of(assign);
      check(
          found != null && found.kind() == Reduction.SUM,
          "reduction "
              + local.name()
              + " is assigned something else than itself plus a value; its other lanes would be lost.");
      found.operands().forEach(this::type);
      return;
    }
    check(
        local.type() == Local.Type.LANES || defined.insideLanes() || !insideLanes,
        "SCALAR local "
            + local.name()
            + " is defined outside Lanes and assigned inside, once for every vector; define it inside or make it"
            + " LANES.");
    check(
        local.type() == Local.Type.LANES || type(assign.value()) == Local.Type.SCALAR,
        "SCALAR local " + local.name() + " is assigned a LANES value; declare it LANES or sum the lanes.");
    type(assign.value());
  }

  private void store(Stmt.Store store) {
    Buffer buffer = store.buffer();
    declared(buffer);
    affine(store.at());
    check(buffer.kind() != Kind.INTS, "INTS buffer " + buffer.name() + " is stored to; patterns are read only.");
    check(buffer.kind() != Kind.COUNT, "COUNT " + buffer.name() + " is stored to; it is an argument of the call.");
    check(
        buffer.access().writes(),
        "buffer " + buffer.name() + " is stored to and has access READ; declare it WRITE or UPDATE.");
    check(
        !store.accumulate() || buffer.access() == Buffer.Access.UPDATE,
        "buffer " + buffer.name() + " is added to and has access WRITE; declare it UPDATE.");
    if (buffer.kind() == Kind.LANED) {
      check(insideLanes, "LANED buffer " + buffer.name() + " is stored to outside Lanes.");
      type(store.value());
    } else {
      lines(store.at());
      check(
          !insideLanes,
          "FLOATS buffer " + buffer.name() + " is stored to inside Lanes, once for every vector; store after Lanes.");
      check(
          type(store.value()) == Local.Type.SCALAR,
          "FLOATS buffer " + buffer.name() + " is stored a LANES value; sum the lanes first.");
    }
  }

  private Local.Type type(Expr expr) {
    return switch (expr) {
      case Expr.Load load -> load(load);
      case Expr.Constant _ -> Local.Type.SCALAR;
      case Expr.Read read -> {
        Scoped defined = local(read.local());
        check(
            read.local().type() == Local.Type.SCALAR || defined.insideLanes(),
            "reduction " + read.local().name() + " is read; only SumLanes after Lanes may read it.");
        yield read.local().type();
      }
      case Expr.Unary unary -> type(unary.operand());
      case Expr.Binary binary -> wider(binary.left(), binary.right());
      case Expr.MultiplyAdd multiplyAdd -> wider(multiplyAdd.a(), multiplyAdd.b(), multiplyAdd.c());
      case Expr.Select select -> wider(select.left(), select.right(), select.whenTrue(), select.whenFalse());
      case Expr.SumLanes sum -> {
        check(!insideLanes, "SumLanes stands inside Lanes, before the sum is complete.");
        check(
            sum.operand() instanceof Expr.Read(Local local)
                && local.type() == Local.Type.LANES
                && !local(local).insideLanes(),
            "SumLanes wants a read of a LANES local that is defined outside Lanes.");
        yield Local.Type.SCALAR;
      }
    };
  }

  private Local.Type wider(Expr... operands) {
    Local.Type widest = Local.Type.SCALAR;
    for (Expr operand : operands) {
      if (type(operand) == Local.Type.LANES) {
        widest = Local.Type.LANES;
      }
    }
    return widest;
  }

  private Local.Type load(Expr.Load load) {
    Buffer buffer = load.buffer();
    declared(buffer);
    affine(load.at());
    check(
        buffer.kind() != Kind.INTS,
        "INTS buffer " + buffer.name() + " is loaded as a number; use Index to make it a variable.");
    check(
        buffer.kind() != Kind.COUNT,
        "COUNT " + buffer.name() + " is loaded as a number; loops and stretches alone are counted by it.");
    check(
        buffer.access().reads(),
        "buffer " + buffer.name() + " is loaded and has access WRITE; declare it READ or UPDATE.");
    check(
        buffer.kind() == Kind.FLOATS || insideLanes, "LANED buffer " + buffer.name() + " is loaded outside Lanes.");
    if (buffer.kind() == Kind.LANED) {
      return Local.Type.LANES;
    }
    lines(load.at());
    return Local.Type.SCALAR;
  }

  /** An index that is no line holds no variable that counts the floats of lines. */
  private void lines(Affine at) {
    for (Term term : at.terms()) {
      check(
          !floats.contains(term.var()),
          "variable " + term.var().name() + " of index " + at
              + " is a line given in floats; it stands in indexes of LANED buffers alone.");
    }
  }

  private void affine(Affine at) {
    for (Term term : at.terms()) {
      Scoped found = find(term.var().name());
      check(
          found != null && found.thing().equals(term.var()),
          "variable " + term.var().name() + " of index " + at + " is not in scope.");
      check(
          !found.lane(),
          "lane " + term.var().name() + " stands in index " + at + "; lanes are addressed implicitly.");
    }
  }

  private void buffer(Buffer buffer, Kind kind, String role) {
    declared(buffer);
    check(
        buffer.kind() == kind,
        role + " buffer " + buffer.name() + ", which is " + buffer.kind() + ", not " + kind + ".");
  }

  private void declared(Buffer buffer) {
    check(
        spec.buffers().contains(buffer),
        buffer
            + " is not declared; declared are "
            + spec.buffers().stream().map(Buffer::name).collect(Collectors.joining(", "))
            + ".");
    used.add(buffer);
  }

  private Scoped local(Local local) {
    Scoped found = find(local.name());
    check(found != null && found.thing().equals(local), local.type() + " local " + local.name() + " is not in scope.");
    return found;
  }

  private Scoped find(String name) {
    for (Scoped scoped : scope) {
      if (scoped.name().equals(name)) {
        return scoped;
      }
    }
    return null;
  }

  private void declare(String name, Object thing, boolean lane) {
    check(
        !name.isEmpty()
            && Character.isJavaIdentifierStart(name.charAt(0))
            && name.chars().allMatch(Character::isJavaIdentifierPart),
        "'" + name + "' is not a Java identifier.");
    Scoped other = find(name);
    check(
        other == null,
        "the name " + name + " is taken twice among buffers, variables and locals in scope; rename one of them.");
    scope.add(new Scoped(name, thing, insideLanes, lane));
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new InvalidKernelException(place(spec, path) + message);
    }
  }

  /** Start of a message: the kernel's name and where in it. */
  static String place(KernelSpec spec, Iterable<Var> path) {
    List<String> names = new ArrayList<>();
    path.forEach(v -> names.add(v.name()));
    return "Kernel '" + spec.name() + "'" + (names.isEmpty() ? "" : ", in " + String.join(" > ", names)) + ": ";
  }
}
