package dev.espalier.codegen.kernel.lowered;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that operations use and do not define.
 *
 * @param offsets ints and arrays, in the order of their first use
 * @param numbers floats and vectors
 */
record FreeNames(Set<String> offsets, Set<String> numbers) {

  static FreeNames of(List<Op> ops) {
    Collector collector = new Collector();
    ops.forEach(collector::op);
    return new FreeNames(collector.offsets, collector.numbers);
  }

  /** Names are unique along a path, so one set of defined names serves all scopes of a body. */
  private static final class Collector {
    final Set<String> offsets = new LinkedHashSet<>();
    final Set<String> numbers = new LinkedHashSet<>();
    private final Set<String> defined = new HashSet<>();

    void op(Op op) {
      switch (op) {
        case Op.DefineInt define -> {
          offset(define.value());
          defined.add(define.name());
        }
        case Op.DefineValue define -> {
          value(define.value());
          defined.add(define.name());
        }
        case Op.SetValue set -> {
          use(set.name(), numbers);
          value(set.value());
        }
        case Op.Put put -> {
          use(put.array(), offsets);
          offset(put.at());
          value(put.value());
        }
        case Op.For loop -> {
          if (loop.from() == null) {
            use(loop.counter(), offsets);
          } else {
            offset(loop.from());
            defined.add(loop.counter());
          }
          offset(loop.limit());
          loop.body().forEach(this::op);
          loop.advances().forEach(a -> use(a.name(), offsets));
          loop.advances().forEach(a -> offset(a.by()));
        }
        case Op.Block block -> block.body().forEach(this::op);
        case Op.Call call -> call.arguments().forEach(a -> use(a, offsets));
      }
    }

    private void value(Value value) {
      switch (value) {
        case Value.VectorLoad(String array, Offset.Sum at) -> {
          use(array, offsets);
          offset(at);
        }
        case Value.Element(String array, Offset.Sum at) -> {
          use(array, offsets);
          offset(at);
        }
        case Value.Name(String name, boolean _) -> use(name, numbers);
        default -> value.operands().forEach(this::value);
      }
    }

    private void offset(Offset offset) {
      switch (offset) {
        case Offset.Sum sum -> {
          if (sum.base() != null) {
            use(sum.base(), offsets);
          }
          if (sum.lines() != 0) {
            use(StraightLine.LANES, offsets);
          }
        }
        case Offset.Scaled scaled -> {
          if (scaled.base() != null) {
            use(scaled.base(), offsets);
          }
          use(scaled.index(), offsets);
          if (scaled.lines()) {
            use(StraightLine.LANES, offsets);
          }
        }
        case Offset.Element element -> {
          use(element.array(), offsets);
          offset(element.at());
        }
      }
    }

    private void use(String name, Set<String> kind) {
      if (!defined.contains(name)) {
        kind.add(name);
      }
    }
  }
}
