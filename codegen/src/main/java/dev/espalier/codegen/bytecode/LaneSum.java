package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Op;
import dev.espalier.codegen.kernel.lowered.Value;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The sum of a vector's lanes as a method of the kernel's class: the vector is stored and its lanes are added in
 * the order of {@link Value.SumElements}, so that interpreter and compilers give the same bits, as they do not for {@code reduceLanes}.
 */
record LaneSum(Species species) {

  static final String METHOD = "sumOfLanes";

  /** The array that a method of the kernel stores vectors to, defined at its start. */
  static final String STORED = "storedLanes";

  private static final Type FLOATS = Type.getType(float[].class);
  private static final Type STORE = Type.getType(StoredLanes.class);
  private static final Type LOCAL = Type.getType(ThreadLocal.class);

  static final String DESCRIPTOR = "(" + VectorApi.FLOAT_VECTOR + FLOATS + ")F";

  /** Whether a kernel adds up lanes anywhere. */
  static boolean isIn(LoweredKernel kernel) {
    return kernel.methods().stream().anyMatch(m -> isIn(m.body()));
  }

  /** Whether a method adds up lanes. */
  static boolean isIn(List<Op> ops) {
    return ops.stream()
        .anyMatch(
            op ->
                switch (op) {
                  case Op.DefineValue define -> isIn(define.value());
                  case Op.SetValue set -> isIn(set.value());
                  case Op.Put put -> isIn(put.value());
                  case Op.For loop -> isIn(loop.body());
                  case Op.Block block -> isIn(block.body());
                  case Op.DefineInt _, Op.Call _ -> false;
                });
  }

  private static boolean isIn(Value value) {
    return value instanceof Value.SumElements || value.operands().stream().anyMatch(LaneSum::isIn);
  }

  /** Where each thread stores a vector. */
  StaticField field() {
    return new StaticField(species.className(), "STORED_LANES", LOCAL.getDescriptor());
  }

  Piece initialise() {
    return Piece.of(
        code -> code.visitTypeInsn(Opcodes.NEW, STORE.getInternalName()),
        new Instruction(Opcodes.DUP),
        species.step(),
        new Invocation(Opcodes.INVOKESPECIAL, STORE.getInternalName(), "<init>", "(I)V"),
        field().store());
  }

  /** Gets the array, once in a method. */
  Piece start(Locals locals) {
    return Piece.of(
        field(),
        Invocation.ofVirtual(LOCAL.getInternalName(), "get", "()Ljava/lang/Object;"),
        code -> code.visitTypeInsn(Opcodes.CHECKCAST, FLOATS.getInternalName()),
        locals.define(STORED, FLOATS).store());
  }

  /** The sum of a vector. */
  Piece of(Piece vector, Locals locals) {
    return Piece.of(
        vector, locals.load(STORED), Invocation.ofStatic(species.className(), METHOD, DESCRIPTOR));
  }

  Piece body() {
    Locals locals = new Locals();
    Variable vector = locals.define("vector", VectorApi.FLOAT_VECTOR);
    Variable stored = locals.define(STORED, FLOATS);
    Piece element = new Instruction(Opcodes.FALOAD);
    Instruction add = new Instruction(Opcodes.FADD);
    List<Variable> sums = new ArrayList<>();
    List<Piece> firsts = new ArrayList<>();
    for (int i = 0; i < Value.SumElements.SUMS; i++) {
      Variable sum = locals.define("sum" + i, Type.FLOAT_TYPE);
      sums.add(sum);
      firsts.add(Piece.of(stored.load(), new IntConstant(i), element, sum.store()));
    }
    Variable lane = locals.define("lane", Type.INT_TYPE);
    List<Piece> adds = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      Variable sum = sums.get(i);
      Piece at = i == 0 ? lane.load() : Piece.of(lane.load(), new IntConstant(i), new Instruction(Opcodes.IADD));
      adds.add(Piece.of(sum.load(), stored.load(), at, element, add, sum.store()));
    }
    adds.add(lane.increase((short) sums.size()));
    return Piece.of(
        Piece.of(vector.load(), stored.load(), new IntConstant(0), VectorApi.INTO_ARRAY),
        new Sequence(firsts),
        Piece.of(new IntConstant(sums.size()), lane.store()),
        new CountedLoop(lane, species.step(), new Sequence(adds)),
        Piece.of(sums.get(0).load(), sums.get(1).load(), add),
        Piece.of(sums.get(2).load(), sums.get(3).load(), add),
        add,
        new Instruction(Opcodes.FRETURN));
  }
}
