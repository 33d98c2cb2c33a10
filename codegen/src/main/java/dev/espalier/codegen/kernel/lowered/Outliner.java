package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.lowered.LoweredKernel.Method;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.Parameter;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.ParameterType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Splits what is over HotSpot's limits into methods: bodies of loops and remainders, the heaviest first. A body that
 * uses a number of its surroundings, such as an accumulator, stays where it is.
 */
final class Outliner {

  private final Map<String, ParameterType> parameters;
  private final List<Method> methods = new ArrayList<>();
  private final Set<String> taken = new LinkedHashSet<>();

  /** Starts with the parameters of {@code run}, in order. */
  Outliner(Map<String, ParameterType> parameters) {
    this.parameters = new LinkedHashMap<>(parameters);
    this.taken.add(LoweredKernel.RUN);
  }

  List<Method> methods() {
    return methods;
  }

  Cost cost(List<Op> ops) {
    return Cost.of(ops, methods);
  }

  /** The block, with as many of its bodies in methods of their own as it takes to fit. */
  List<Op> fit(List<Op> block) {
    List<Op> fitted = new ArrayList<>(block);
    while (!cost(fitted).fits()) {
      Op heaviest =
          fitted.stream()
              .filter(this::canMove)
              .max(Comparator.comparingInt((Op op) -> cost(List.of(op)).bytes()))
              .orElse(null);
      if (heaviest == null) {
        return fitted;
      }
      fitted.set(fitted.indexOf(heaviest), moved(heaviest));
    }
    return fitted;
  }

  /** The statement with its body in a method of its own, where that can be. */
  Op apart(Op op) {
    return canMove(op) ? moved(op) : op;
  }

  private boolean canMove(Op op) {
    List<Op> body =
        switch (op) {
          case Op.For loop -> loop.body();
          case Op.Block block -> block.body();
          case Op.DefineInt _, Op.DefineValue _, Op.SetValue _, Op.Put _, Op.Call _ -> List.of();
        };
    // What C2 would inline again gains nothing by moving.
    Cost cost = cost(body);
    return cost.bytes() > Cost.INLINED_BYTES && cost.fits() && FreeNames.of(body).numbers().isEmpty();
  }

  private Op moved(Op op) {
    return switch (op) {
      case Op.For(var counter, var from, var limit, var step, var body, var advances, var note) ->
          new Op.For(counter, from, limit, step, List.of(call(counter + "Tile", body, note)), advances, note);
      case Op.Block(var body, var note) -> call("rest", body, note);
      case Op.DefineInt _, Op.DefineValue _, Op.SetValue _, Op.Put _, Op.Call _ -> op;
    };
  }

  private Op.Call call(String suggestion, List<Op> body, String note) {
    String name = suggestion;
    for (int i = 2; !taken.add(name); i++) {
      name = suggestion + i;
    }
    Set<String> used = new LinkedHashSet<>();
    FreeNames free = FreeNames.of(body);
    parameters.keySet().stream().filter(free.offsets()::contains).forEach(used::add);
    used.addAll(free.offsets());
    List<Parameter> formal =
        used.stream().map(n -> new Parameter(n, parameters.getOrDefault(n, ParameterType.INT))).toList();
    methods.add(new Method(name, note, formal, body));
    return new Op.Call(name, List.copyOf(used));
  }
}
