package dev.espalier.codegen.kernel.lowered;

import java.util.List;

/**
 * What a piece of a method weighs against HotSpot's limits.
 *
 * <p>Beyond some 40 to 60 vector multiply-adds in a method C2's inlining budget ends: the Vector API calls that are
 * left become real calls that allocate, and the kernel runs a hundred times slower, in some runs and not in others.
 *
 * @param multiplyAdds multiply-add sites
 * @param vectorCalls calls into the Vector API, multiply-adds included
 * @param bytes estimated bytes of bytecode
 */
public record Cost(int multiplyAdds, int vectorCalls, int bytes) {
  public static final int MAX_MULTIPLY_ADDS = 32;
  public static final int MAX_VECTOR_CALLS = 144;
  public static final int MAX_BYTES = 3 * 1024;

  /** Hot methods up to this size are inlined into their caller (-XX:FreqInlineSize), so they count there too. */
  public static final int INLINED_BYTES = 325;

  private static final Cost NONE = new Cost(0, 0, 0);

  public boolean fits() {
    return multiplyAdds <= MAX_MULTIPLY_ADDS && vectorCalls <= MAX_VECTOR_CALLS && bytes <= MAX_BYTES;
  }

  Cost plus(Cost other) {
    return new Cost(
        multiplyAdds + other.multiplyAdds, vectorCalls + other.vectorCalls, bytes + other.bytes);
  }

  static Cost of(List<Op> ops, List<LoweredKernel.Method> methods) {
    Cost sum = NONE;
    for (Op op : ops) {
      sum = sum.plus(of(op, methods));
    }
    return sum;
  }

  static Cost of(Op op, List<LoweredKernel.Method> methods) {
    return switch (op) {
      case Op.DefineInt define -> bytes(offset(define.value()) + 2);
      case Op.DefineValue define -> of(define.value()).plus(bytes(2));
      case Op.SetValue set -> of(set.value()).plus(bytes(2));
      case Op.Put put ->
          new Cost(0, put.value().isVector() ? 1 : 0, 5 + offset(put.at())).plus(of(put.value()));
      case Op.For loop ->
          of(loop.body(), methods)
              .plus(bytes(12 + offset(loop.limit()) + offset(loop.step())))
              .plus(bytes(loop.advances().stream().mapToInt(a -> 4 + offset(a.by())).sum()));
      case Op.Block block -> of(block.body(), methods);
      case Op.Call call -> {
        Cost called =
            methods.stream().filter(m -> m.name().equals(call.method())).findFirst()
                .map(m -> of(m.body(), methods))
                .orElseThrow();
        Cost inlined = called.bytes() <= INLINED_BYTES ? called : NONE;
        yield new Cost(inlined.multiplyAdds(), inlined.vectorCalls(), 3 + 2 * call.arguments().size());
      }
    };
  }

  private static Cost of(Value value) {
    Cost operands = NONE;
    for (Value operand : value.operands()) {
      operands = operands.plus(of(operand));
    }
    int call = value.isVector() ? 1 : 0;
    Cost self =
        switch (value) {
          case Value.VectorLoad load -> new Cost(0, 1, 8 + offset(load.at()));
          case Value.Element element -> bytes(3 + offset(element.at()));
          case Value.Literal _ -> bytes(3);
          case Value.Name _ -> bytes(2);
          case Value.Broadcast _ -> new Cost(0, 1, 6);
          case Value.Unary _ -> new Cost(0, call, 9);
          case Value.Binary _ -> new Cost(0, call, 6);
          case Value.MultiplyAdd _ -> new Cost(1, call, 6);
          case Value.Select _ -> new Cost(0, 2 * call, 12);
          case Value.SumElements _ -> new Cost(0, 1, 8);
        };
    return operands.plus(self);
  }

  private static int offset(Offset offset) {
    return switch (offset) {
      case Offset.Sum sum ->
          (sum.base() == null ? 0 : 2)
              + (sum.lines() == 0 ? 0 : 7)
              + (sum.vectors() == 0 ? 0 : 8)
              + (sum.floats() == 0 ? 0 : 4);
      case Offset.Scaled scaled -> (scaled.base() == null ? 0 : 3) + 6 + (scaled.lines() ? 3 : 0);
      case Offset.Element element -> 3 + offset(element.at());
    };
  }

  private static Cost bytes(int bytes) {
    return new Cost(0, 0, bytes);
  }
}
