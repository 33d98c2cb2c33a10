package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.lowered.Offset;
import dev.espalier.codegen.kernel.lowered.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code of a method's operations. A block defines its variables in the {@link Locals} as it goes.
 *
 * @param methods the kernel's methods, by name
 */
record Operations(Values values, Map<String, KernelMethod> methods) {

  private Locals locals() {
    return values.locals();
  }

  private Addresses addresses() {
    return values.addresses();
  }

  private Operations inBraces() {
    return new Operations(values.in(locals().inBraces()), methods);
  }

  Piece block(List<Op> ops) {
    List<Piece> pieces = new ArrayList<>();
    for (Op op : ops) {
      pieces.add(operation(op));
    }
    return new Sequence(pieces);
  }

  private Piece operation(Op op) {
    return switch (op) {
      case Op.DefineInt(String name, var value) -> {
        Piece code = addresses().offset(value);
        yield Piece.of(code, locals().define(name, Type.INT_TYPE).store());
      }
      case Op.DefineValue(String name, var value) -> {
        Piece code = values.value(value);
        yield Piece.of(code, locals().define(name, values.type(value)).store());
      }
      case Op.SetValue(String name, var value) -> Piece.of(values.value(value), locals().variable(name).store());
      case Op.Put put -> put(put);
      case Op.For loop -> inBraces().loop(loop);
      case Op.Block(List<Op> body, String _) -> inBraces().block(body);
      case Op.Call(String method, List<String> arguments) ->
          Piece.of(new Sequence(arguments.stream().map(locals()::load).toList()), methods.get(method).call());
    };
  }

  private Piece put(Op.Put put) {
    Piece value = values.value(put.value());
    Piece array = locals().load(put.array());
    Piece at = addresses().sum(put.at());
    return values.isVector(put.value())
        ? Piece.of(value, array, at, VectorApi.INTO_ARRAY)
        : Piece.of(array, at, value, new Instruction(Opcodes.FASTORE));
  }

  private Piece loop(Op.For loop) {
    Piece start =
        loop.from() == null
            ? new Sequence(List.of())
            : Piece.of(addresses().sum(loop.from()), locals().define(loop.counter(), Type.INT_TYPE).store());
    List<Piece> body = new ArrayList<>(List.of(inBraces().block(loop.body())));
    for (Op.Advance running : loop.advances()) {
      body.add(advance(running.name(), running.by()));
    }
    body.add(advance(loop.counter(), loop.step()));
    return Piece.of(
        start,
        new CountedLoop(locals().variable(loop.counter()), addresses().sum(loop.limit()), new Sequence(body)));
  }

  private Piece advance(String name, Offset.Sum by) {
    Variable variable = locals().variable(name);
    Integer constant = addresses().constant(by);
    return constant != null && constant == constant.shortValue()
        ? variable.increase(constant.shortValue())
        : Piece.of(variable.load(), addresses().sum(by), new Instruction(Opcodes.IADD), variable.store());
  }
}
