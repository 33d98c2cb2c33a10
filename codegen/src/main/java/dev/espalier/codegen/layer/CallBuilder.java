package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.ChannelPart;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel under construction: each buffer is declared together with what it is bound to.
 *
 * <p>Where tokens of the inputs may be none, stretches over all columns of a sequence run over those in use: what is
 * declared as a stretch of so many lines is made a counted one here, for every layer.
 */
final class CallBuilder {
  private static final Buffer COLUMNS = Buffer.count("columns");

  private final Wiring wiring;
  private final String summary;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Operand> operands = new ArrayList<>();

  /**
   * Starts a kernel.
   *
   * @param summary what the layer is, such as {@code dense 784 -> 300}; the layer's name is put before it
   */
  CallBuilder(Wiring wiring, String summary) {
    this.wiring = wiring;
    this.summary = wiring.name() + ": " + summary;
  }

  Buffer laned(String name, Access access, Operand operand) {
    return add(Buffer.laned(name, access), operand);
  }

  Buffer floats(String name, Access access, Operand operand) {
    return add(Buffer.floats(name, access), operand);
  }

  Buffer ints(String name, Operand operand) {
    return add(Buffer.ints(name), operand);
  }

  /** Which channels of an input are left; null where all are. */
  Axis.Left left(Form form, int input) {
    Wiring.Source source = wiring.inputs().get(input);
    return form.training() || !source.removable() ? null : left("x" + input, source.name(), false);
  }

  /** Which channels of the result are left; null where all are. */
  Axis.Left left(Form form) {
    return form.training() || !wiring.removable() ? null : left("y", wiring.name(), wiring.weights() != null);
  }

  private Axis.Left left(String of, String layer, boolean own) {
    return new Axis.Left(
        ints(of + "Left", new Operand.Channels(layer, own, ChannelPart.POINTERS)),
        ints(of + "Channels", new Operand.Channels(layer, own, ChannelPart.CHANNELS)));
  }

  /** Which heads of the result are left. */
  Axis.Left leftHeads() {
    return leftHeads(wiring.name());
  }

  /** Which heads of another layer's result are left. */
  Axis.Left leftHeads(String layer) {
    return new Axis.Left(
        ints("headsLeft", new Operand.Channels(layer, false, ChannelPart.HEAD_POINTERS)),
        ints("heads", new Operand.Channels(layer, false, ChannelPart.HEADS)));
  }

  private Buffer add(Buffer buffer, Operand operand) {
    buffers.add(buffer);
    operands.add(operand);
    return buffer;
  }

  /**
   * The call.
   *
   * @param role such as {@code forward}
   * @param formula the mathematics, in the buffers' names
   * @param purpose what it does in the names of this network
   */
  KernelCall call(String role, String formula, String purpose, KernelSchedule schedule, List<Stmt> body) {
    List<Stmt> counted = wiring.isMasked() ? counted(body) : body;
    KernelSpec kernel = new KernelSpec(wiring.name() + " " + role, summary, formula, buffers, counted, schedule);
    return new KernelCall(kernel, List.copyOf(operands), purpose);
  }

  /** The columns of a sequence, those in use where some may be none. */
  Axis columns(String name, int count) {
    return Axis.of(name, count).upTo(wiring.isMasked() && count > 1 ? columns() : null);
  }

  private Buffer columns() {
    if (!buffers.contains(COLUMNS)) {
      add(COLUMNS, new Operand.Columns(wiring.columns()));
    }
    return COLUMNS;
  }

  private List<Stmt> counted(List<Stmt> body) {
    return body.stream().map(this::counted).toList();
  }

  private Stmt counted(Stmt stmt) {
    return switch (stmt) {
      case Stmt.Loop loop -> new Stmt.Loop(loop.var(), loop.extent(), counted(loop.body()));
      case Stmt.Lanes lanes when lanes.lines() > 1 && lanes.lines() == wiring.inputs().getFirst().shape().width() ->
          new Stmt.Lanes(lanes.lane(), lanes.lines(), columns(), lanes.body());
      case Stmt.Lanes _, Stmt.Index _, Stmt.Define _, Stmt.Assign _, Stmt.Store _ -> stmt;
    };
  }
}
