package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Op;
import dev.espalier.codegen.kernel.lowered.Value;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The sum of a vector's lanes as a method of the kernel's class: halves are added to halves, so that interpreter and
 * compilers give the same bits, as they do not for {@code reduceLanes}.
 */
record LaneSum(Species species) {

  static final String METHOD = "sumOfLanes";
  static final String DESCRIPTOR = "(" + VectorApi.FLOAT_VECTOR + ")F";

  private static final List<Integer> DISTANCES = List.of(8, 4, 2, 1);

  /** Whether a kernel adds up lanes anywhere. */
  static boolean isIn(LoweredKernel kernel) {
    return kernel.methods().stream().anyMatch(m -> isIn(m.body()));
  }

  private static boolean isIn(List<Op> ops) {
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

  /** Pops a vector and pushes the sum. */
  Piece call() {
    return Invocation.ofStatic(species.className(), METHOD, DESCRIPTOR);
  }

  /** Rotations by half a vector, a quarter, and so on. */
  List<StaticField> fields() {
    return DISTANCES.stream().map(this::rotation).toList();
  }

  private StaticField rotation(int distance) {
    return new StaticField(species.className(), "ROTATE_" + distance, VectorApi.SHUFFLE);
  }

  Piece initialise() {
    List<Piece> pieces = new ArrayList<>();
    for (int distance : DISTANCES) {
      pieces.add(species.species());
      pieces.add(new IntConstant(distance));
      pieces.add(VectorApi.ROTATION);
      pieces.add(rotation(distance).store());
    }
    return new Sequence(pieces);
  }

  Piece body() {
    Locals locals = new Locals();
    Variable lanes = locals.define("lanes", VectorApi.FLOAT_VECTOR);
    Variable sum = locals.define("sum", VectorApi.FLOAT_VECTOR);
    List<Piece> pieces = new ArrayList<>();
    pieces.add(Piece.of(lanes.load(), sum.store()));
    for (int distance : DISTANCES) {
      pieces.add(
          code -> {
            Label narrow = new Label();
            species.step().appendTo(code);
            new IntConstant(distance).appendTo(code);
            code.visitJumpInsn(Opcodes.IF_ICMPLE, narrow);
            Piece rotated = Piece.of(sum.load(), rotation(distance), VectorApi.REARRANGE);
            Piece.of(sum.load(), rotated, VectorApi.ADD, sum.store()).appendTo(code);
            code.visitLabel(narrow);
          });
    }
    pieces.add(Piece.of(sum.load(), new IntConstant(0), VectorApi.LANE, new Instruction(Opcodes.FRETURN)));
    return new Sequence(pieces);
  }
}
