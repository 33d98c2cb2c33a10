package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.RowBlock;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What all layers have in common on their way to kernels: the activation, forward and backward, and copies. */
final class Lowering {
  static final Var LANE = new Var("lane");

  private Lowering() {}

  /** A layer without weights. */
  static LayerKernels of(
      Layer layer, Wiring wiring, Function<Form, KernelCall> result, Supplier<List<KernelCall>> backward) {
    return of(layer, wiring, result, null, null, null, backward);
  }

  /**
   * A layer's kernels.
   *
   * @param result the nest of the result
   * @param rows the same over kept weights in row form, or null
   * @param panels the same over kept weights in panel form, or null
   * @param single what a line of one float needs; null for the inference kernels
   * @param backward the gradients of weights and inputs, given the gradient before the activation
   */
  static LayerKernels of(
      Layer layer,
      Wiring wiring,
      Function<Form, KernelCall> result,
      Function<Form, KernelCall> rows,
      Function<Form, KernelCall> panels,
      Supplier<List<KernelCall>> single,
      Supplier<List<KernelCall>> backward) {
    List<KernelCall> back = new ArrayList<>();
    if (wiring.needsGradient()) {
      if (wiring.activation() != null) {
        back.add(activationGradient(wiring));
      }
      back.addAll(backward.get());
    }
    List<KernelCall> inference = inference(wiring, result.apply(Form.inference(wiring, "inference")));
    return new LayerKernels(
        forward(layer, wiring, result),
        back,
        inference,
        rows == null ? List.of() : inference(wiring, rows.apply(Form.inference(wiring, "row inference"))),
        panels == null ? List.of() : inference(wiring, panels.apply(Form.inference(wiring, "panel inference"))),
        single == null ? inference : single.get());
  }

  /** The result, and its activation where that is a kernel of its own. */
  static List<KernelCall> forward(Layer layer, Wiring wiring, Function<Form, KernelCall> result) {
    List<KernelCall> forward = new ArrayList<>();
    forward.add(result.apply(Form.training(layer, wiring)));
    if (layer.keepsPreActivation(wiring.activation())) {
      forward.add(activate(wiring));
    } else if (Form.followsInPlace(wiring)) {
      forward.add(activateInPlace(Form.training(layer, wiring)));
    }
    return forward;
  }

  /**
   * A layer's kernels with those for strips, bitmaps and what is left that its wiring wants.
   *
   * @param begun of what is left, where sums begin with a number of their own at each place; null of a vector
   */
  static LayerKernels packed(
      LayerKernels kernels,
      Wiring wiring,
      Function<Form, KernelCall> strips,
      Function<Form, KernelCall> bitmap,
      Function<Form, KernelCall> compact,
      Function<Form, KernelCall> begun) {
    return kernels.begun(wiring.begins() && begun != null
        ? inference(wiring, begun.apply(Form.inference(wiring, "begun inference"))) : List.of()).packed(
        wiring.stripRows() == 0
            ? List.of() : inference(wiring, strips.apply(Form.inference(wiring, "strip inference"))),
        wiring.bitmap() ? inference(wiring, bitmap.apply(Form.inference(wiring, "bitmap inference"))) : List.of(),
        wiring.compact() ? inference(wiring, compact.apply(Form.inference(wiring, "compact inference"))) : List.of());
  }

  /**
   * Kernels of rows in blocks of columns: of the first block and of those between it and the last, which leave sums, and
   * of the last with what follows the sum.
   */
  static List<KernelCall> rowBlocks(Wiring wiring, BiFunction<Form, RowBlock, KernelCall> block) {
    Form whole = Form.inference(wiring, "row block inference");
    List<KernelCall> calls = new ArrayList<>();
    calls.add(block.apply(whole.withoutActivation("first row block"), RowBlock.FIRST));
    calls.add(block.apply(whole.withoutActivation("row block"), RowBlock.BETWEEN));
    calls.addAll(inference(wiring, block.apply(whole, RowBlock.LAST)));
    return calls;
  }

  private static List<KernelCall> inference(Wiring trained, KernelCall result) {
    Wiring wiring = trained.frozen();
    return Form.followsInPlace(wiring)
        ? List.of(result, activateInPlace(Form.inference(wiring, "activation")))
        : List.of(result);
  }

  /** {@code y = f(y)} over the elements of one sample's result, which lie side by side as the lanes of a line do. */
  static List<KernelCall> afterProduct(Wiring trained) {
    Wiring wiring = trained.frozen();
    if (wiring.activation() == null) {
      return List.of();
    }
    CallBuilder call = new CallBuilder(wiring, "activation of one sample");
    Buffer y = call.laned("y", Access.UPDATE, new Operand.Value(wiring.name()));
    Local x = Local.lanes("x");
    List<Stmt> block = new ArrayList<>(List.of(Stmt.define(x, y.at(0))));
    block.add(Stmt.store(y, Affine.of(0), Activations.apply(wiring.activation(), x, block)));
    String text = Activations.text(wiring.activation(), "y");
    String purpose = wiring.name() + " = " + Activations.text(wiring.activation(), wiring.name());
    return List.of(call.call("single", "y = " + text, purpose, KernelSchedule.PLAIN, lanes(List.of(), block)));
  }

  /** {@code y = f(pre)}. */
  static KernelCall activate(Wiring wiring) {
    CallBuilder call = new CallBuilder(wiring, "activation over " + wiring.shape());
    Buffer pre = call.laned("pre", Access.READ, new Operand.Value(wiring.pre()));
    Buffer y = call.laned("y", Access.WRITE, new Operand.Value(wiring.name()));
    Lines lines = Lines.over(wiring.shape(), wiring.output().halo(0, 0), wiring.output());
    Local x = Local.lanes("x");
    List<Stmt> block = new ArrayList<>(List.of(Stmt.define(x, pre.at(lines.at().get(0)))));
    block.add(Stmt.store(y, lines.at().get(1), Activations.apply(wiring.activation(), x, block)));
    return call.call(
        "activation",
        "y = " + Activations.text(wiring.activation(), "pre"),
        wiring.name() + " = " + Activations.text(wiring.activation(), wiring.pre()),
        KernelSchedule.PLAIN,
        lines.nest(block));
  }

  /** {@code y = f(y)}. */
  static KernelCall activateInPlace(Form form) {
    Wiring wiring = form.wiring();
    Layout layout = form.output();
    CallBuilder call = new CallBuilder(wiring, "activation in place over " + wiring.shape());
    Buffer y = call.laned("y", Access.UPDATE, new Operand.Value(wiring.name()));
    Lines lines = Lines.over(wiring.shape(), call.left(form), layout, layout);
    Affine at = lines.at().get(0);
    Local x = Local.lanes("x");
    List<Stmt> block = new ArrayList<>(List.of(Stmt.define(x, y.at(at))));
    block.add(Stmt.store(y, at, Activations.apply(wiring.activation(), x, block)));
    return call.call(
        "activation",
        "y = " + Activations.text(wiring.activation(), "y"),
        wiring.name() + " = " + Activations.text(wiring.activation(), wiring.name()),
        KernelSchedule.PLAIN,
        lines.nest(block));
  }

  /** {@code dy = dy f'(pre)}, in place. */
  static KernelCall activationGradient(Wiring wiring) {
    boolean fromResult = wiring.activation().derivativeFromResult();
    CallBuilder call = new CallBuilder(wiring, "activation gradient over " + wiring.shape());
    Buffer from =
        call.laned(fromResult ? "y" : "pre", Access.READ, new Operand.Value(fromResult ? wiring.name() : wiring.pre()));
    Buffer dy = call.laned("dy", Access.UPDATE, new Operand.Gradient(wiring.name()));
    Layout kept = fromResult ? wiring.output() : wiring.output().halo(0, 0);
    Lines lines = Lines.over(wiring.shape(), kept, wiring.output());
    Local v = Local.lanes("v");
    List<Stmt> block = new ArrayList<>(List.of(Stmt.define(v, from.at(lines.at().get(0)))));
    Affine at = lines.at().get(1);
    block.add(Stmt.store(dy, at, Activations.gradient(wiring.activation(), dy.at(at), v, block)));
    return call.call(
        "activation backward",
        "dy *= " + Activations.name(wiring.activation()) + "', from " + from.name(),
        "gradient of " + wiring.name() + " before its activation",
        KernelSchedule.PLAIN,
        lines.nest(block));
  }

  /** Declares an input's value. */
  static Buffer input(CallBuilder call, Wiring wiring, int index, String name) {
    return call.laned(name, Access.READ, new Operand.Value(wiring.inputs().get(index).name()));
  }

  /** Declares the gradient of the layer's result. */
  static Buffer outputGradient(CallBuilder call, Wiring wiring) {
    return call.laned("dy", Access.READ, new Operand.Gradient(wiring.name()));
  }

  /** Runs a block for all lanes of every element. */
  static List<Stmt> lanes(List<Axis> axes, List<Stmt> block) {
    return lanes(axes, 1, block);
  }

  /** Runs a block for all lanes of every stretch of neighbouring elements. */
  static List<Stmt> lanes(List<Axis> axes, int stretch, List<Stmt> block) {
    return Axis.nest(axes, List.of(Stmt.lanes(LANE, stretch, block.toArray(Stmt[]::new))));
  }

  /** Declares the gradient of an input: to be written whole, or added to. */
  static Buffer inputGradient(CallBuilder call, Wiring.Source input, String name) {
    return call.laned(name, input.accumulate() ? Access.UPDATE : Access.WRITE, new Operand.Gradient(input.name()));
  }

  /** {@code +=} or {@code =}, for formulas. */
  static String sign(Wiring.Source input) {
    return input.accumulate() ? " += " : " = ";
  }

  /** Stores an input's gradient, or adds to it. */
  static Stmt storeGradient(Wiring.Source input, Buffer dx, Affine at, Expr value) {
    return new Stmt.Store(dx, at, value, input.accumulate());
  }

  /** Sets every line of a value to zero, halo included. */
  static List<Stmt> zero(Buffer buffer, Layout layout) {
    Axis line = Axis.of("line", layout.lines());
    return lanes(List.of(line), List.of(Stmt.store(buffer, line.index(), Expr.constant(0))));
  }

  /** Sets the halo of a value to zero: before the first row, between rows, behind the last one. */
  static List<Stmt> zeroHalo(Buffer buffer, Layout layout) {
    Axis plane = Axis.of("plane", layout.channels());
    Axis between = Axis.of("between", layout.height() - 1);
    int edge = layout.padHeight() * layout.rowLines() + layout.padWidth();
    Affine first = plane.times(layout.planeLines());
    List<Stmt> body = new ArrayList<>();
    body.addAll(zeroLines(buffer, List.of(plane), first, edge));
    if (layout.padWidth() > 0 && layout.height() > 1) {
      Affine end = first.plus(edge + layout.width()).plus(between.times(layout.rowLines()));
      body.addAll(zeroLines(buffer, List.of(plane, between), end, 2 * layout.padWidth()));
    }
    body.addAll(zeroLines(buffer, List.of(plane), first.plus(layout.planeLines() - edge), edge));
    return body;
  }

  private static List<Stmt> zeroLines(Buffer buffer, List<Axis> axes, Affine at, int lines) {
    return lanes(axes, lines, List.of(Stmt.store(buffer, at, Expr.constant(0))));
  }

  /** What a kernel does to an input's gradient, for its purpose. */
  static String gradientPurpose(Wiring.Source input) {
    return (input.accumulate() ? "adds to the gradient of " : "gradient of ") + input.name();
  }
}
