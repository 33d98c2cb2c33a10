package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Offset;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * The code that computes offsets.
 *
 * @param step pushes the floats in a vector; null in portable code, where that is 1
 */
record Addresses(Locals locals, Piece step) {

  Addresses in(Locals inner) {
    return new Addresses(inner, step);
  }

  Piece offset(Offset offset) {
    return switch (offset) {
      case Offset.Sum sum -> sum(sum);
      case Offset.Scaled scaled -> scaled(scaled);
      case Offset.Element(String array, Offset.Sum at) ->
          Piece.of(locals.load(array), sum(at), new Instruction(Opcodes.IALOAD));
    };
  }

  /** The value of a sum that is a constant, else null. */
  Integer constant(Offset.Sum sum) {
    boolean constant = sum.base() == null && sum.lines() == 0 && (step == null || sum.vectors() == 0);
    return constant ? Integer.valueOf(floats(sum)) : null;
  }

  private int floats(Offset.Sum sum) {
    return sum.floats() + (step == null ? sum.vectors() : 0);
  }

  Piece sum(Offset.Sum sum) {
    List<Piece> pieces = new ArrayList<>();
    if (sum.base() != null) {
      pieces.add(locals.load(sum.base()));
    }
    if (sum.lines() != 0) {
      append(pieces, sum.lines(), locals.load(LoweredKernel.LANES));
    }
    if (step != null && sum.vectors() != 0) {
      append(pieces, sum.vectors(), step);
    }
    int floats = floats(sum);
    if (pieces.isEmpty()) {
      pieces.add(new IntConstant(floats));
    } else if (floats != 0) {
      pieces.add(new IntConstant(Math.abs(floats)));
      pieces.add(new Instruction(floats < 0 ? Opcodes.ISUB : Opcodes.IADD));
    }
    return new Sequence(pieces);
  }

  private static void append(List<Piece> pieces, int count, Piece unit) {
    if (pieces.isEmpty()) {
      pieces.add(times(count, unit));
    } else {
      pieces.add(times(Math.abs(count), unit));
      pieces.add(new Instruction(count < 0 ? Opcodes.ISUB : Opcodes.IADD));
    }
  }

  private static Piece times(int count, Piece unit) {
    return switch (count) {
      case 1 -> unit;
      case -1 -> Piece.of(unit, new Instruction(Opcodes.INEG));
      default -> Piece.of(new IntConstant(count), unit, new Instruction(Opcodes.IMUL));
    };
  }

  private Piece scaled(Offset.Scaled scaled) {
    List<Piece> pieces = new ArrayList<>();
    if (scaled.base() != null) {
      pieces.add(locals.load(scaled.base()));
    }
    pieces.add(
        scaled.stride() == 1
            ? locals.load(scaled.index())
            : Piece.of(
                new IntConstant(scaled.stride()), locals.load(scaled.index()), new Instruction(Opcodes.IMUL)));
    if (scaled.lines()) {
      pieces.add(locals.load(LoweredKernel.LANES));
      pieces.add(new Instruction(Opcodes.IMUL));
    }
    if (scaled.base() != null) {
      pieces.add(new Instruction(Opcodes.IADD));
    }
    return new Sequence(pieces);
  }
}
