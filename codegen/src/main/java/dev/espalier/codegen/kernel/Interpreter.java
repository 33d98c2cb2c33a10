package dev.espalier.codegen.kernel;

import dev.espalier.codegen.kernel.Buffer.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the algorithm of a kernel statement by statement in double precision, lane by lane, and ignores its schedule:
 * the reference that every emitted form is compared with.
 */
public final class Interpreter {

  private static final int NO_LANE = -1;

  private final Arguments arguments;
  private final Map<Var, Integer> indices = new HashMap<>();
  private final Map<Local, Double> locals = new HashMap<>();
  private int lane = NO_LANE;

  private Interpreter(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Runs a kernel.
   *
   * @throws InvalidKernelException if the verifier refuses the kernel
   * @throws IllegalArgumentException if a buffer is not among the arguments
   */
  public static void run(KernelSpec spec, Arguments arguments) {
    KernelVerifier.verify(spec);
    for (Buffer buffer : spec.buffers()) {
      Map<String, ?> given =
          switch (buffer.kind()) {
            case LANED -> arguments.bases();
            case FLOATS -> arguments.floats();
            case INTS -> arguments.ints();
            case COUNT -> arguments.counts();
          };
      if (!given.containsKey(buffer.name())) {
        throw new IllegalArgumentException(
            spec.name() + " needs the " + buffer.kind() + " buffer " + buffer.name() + "; given are " + given.keySet());
      }
    }
    new Interpreter(arguments).block(spec.body());
  }

  private void block(List<Stmt> body) {
    for (Stmt stmt : body) {
      statement(stmt);
    }
  }

  private void statement(Stmt stmt) {
    switch (stmt) {
      case Stmt.Loop loop -> loop(loop);
      case Stmt.Lanes lanes -> {
        int lines = lanes.count() == null ? lanes.lines() : count(lanes.count(), lanes.lines());
        for (lane = 0; lane < lines * arguments.lanes(); lane++) {
          block(lanes.body());
        }
        lane = NO_LANE;
      }
      case Stmt.Index index -> {
        int number = integer(index.ints(), index.at(), 0);
        indices.put(index.var(), index.floats() ? number / arguments.lanes() : number);
      }
      case Stmt.Define define -> locals.put(define.local(), value(define.init()));
      case Stmt.Assign assign -> locals.put(assign.local(), value(assign.value()));
      case Stmt.Store store -> {
        double value = value(store.value());
        double[] array = array(store.buffer());
        int at = address(store.buffer(), store.at());
        array[at] = store.accumulate() ? array[at] + value : value;
      }
    }
  }

  private void loop(Stmt.Loop loop) {
    int from = 0;
    int to = 0;
    switch (loop.extent()) {
      case Extent.Fixed fixed -> to = fixed.count();
      case Extent.Counted counted -> to = count(counted.count(), counted.most());
      case Extent.Streamed streamed -> {
        from = integer(streamed.pointers(), streamed.at(), 0);
        to = integer(streamed.pointers(), streamed.at(), 1);
      }
    }
    for (int i = from; i < to; i++) {
      indices.put(loop.var(), i);
      block(loop.body());
    }
  }

  private double value(Expr expr) {
    return switch (expr) {
      case Expr.Load load -> array(load.buffer())[address(load.buffer(), load.at())];
      case Expr.Constant constant -> constant.value();
      case Expr.Read read -> locals.get(read.local());
      case Expr.Unary unary -> unary(unary.op(), value(unary.operand()));
      case Expr.Binary binary -> binary(binary.op(), value(binary.left()), value(binary.right()));
      case Expr.MultiplyAdd multiplyAdd ->
          value(multiplyAdd.a()) * value(multiplyAdd.b()) + value(multiplyAdd.c());
      case Expr.Select select ->
          compare(select.op(), value(select.left()), value(select.right()))
              ? value(select.whenTrue())
              : value(select.whenFalse());
      case Expr.SumLanes sum -> value(sum.operand());
    };
  }

  private static double unary(Expr.UnaryOp op, double x) {
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SQRT -> Math.sqrt(x);
      case TANH -> Math.tanh(x);
    };
  }

  private static double binary(Expr.BinaryOp op, double x, double y) {
    return switch (op) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
    };
  }

  private static boolean compare(Expr.Comparison op, double x, double y) {
    return switch (op) {
      case LESS -> x < y;
      case LESS_EQUAL -> x <= y;
      case GREATER -> x > y;
      case GREATER_EQUAL -> x >= y;
      case EQUAL -> x == y;
      case NOT_EQUAL -> x != y;
    };
  }

  private double[] array(Buffer buffer) {
    return buffer.kind() == Kind.LANED ? arguments.slab() : arguments.floats().get(buffer.name());
  }

  private int count(Buffer buffer, int most) {
    int count = arguments.counts().get(buffer.name());
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(buffer.name() + " is " + count + ", but counts from 1 to " + most + ".");
    }
    return count;
  }

  private int integer(Buffer ints, Affine at, int more) {
    return arguments.ints().get(ints.name())[index(at) + more];
  }

  private int address(Buffer buffer, Affine at) {
    int index = index(at);
    return buffer.kind() == Kind.LANED
        ? arguments.bases().get(buffer.name()) + index * arguments.lanes() + lane
        : index;
  }

  private int index(Affine at) {
    int sum = at.constant();
    for (Term term : at.terms()) {
      sum += term.stride() * indices.get(term.var());
    }
    return sum;
  }
}
