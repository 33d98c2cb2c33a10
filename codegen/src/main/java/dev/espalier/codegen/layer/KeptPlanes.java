package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.CompactPart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What is left of a depthwise convolution, as {@link dev.espalier.runtime.execution.CompactForm} packs it: strips of one
 * filter, each with one channel. Filter and channel are looked up once a plane.
 *
 * @param atRow what a row of the result looks up
 * @param start what the sum of a filter begins with
 * @param input the input's line under a tap, by the first line of its channel
 * @param store what is done with the sum of a filter
 */
record KeptPlanes(
    Dims d,
    List<Stmt> atRow,
    Function<Affine, Expr> start,
    Function<Affine, Expr> input,
    BiFunction<Local, Affine, List<Stmt>> store) {

  /** The sums of the filters that are left, one by one. */
  List<Stmt> nest(CallBuilder call, String layer) {
    Buffer strips = call.ints("strips", new Operand.Compact(layer, CompactPart.STRIPS));
    Buffer order = call.ints("order", new Operand.Compact(layer, CompactPart.ORDER));
    Buffer lines = call.ints("taps", new Operand.Compact(layer, CompactPart.TAPS));
    Buffer values = call.floats("values", Access.READ, new Operand.Compact(layer, CompactPart.VALUES));
    Var strip = new Var("strip");
    Var filter = new Var("filter");
    Var channel = new Var("channel");
    Local sum = Local.lanes("sum");
    Affine tap = d.tapRow().times(d.tapColumn().count()).plus(d.tapColumn().index());
    Affine weight = strip.times(d.tapRow().count() * d.tapColumn().count()).plus(tap);
    List<Stmt> block = new ArrayList<>(List.of(Stmt.define(sum, start.apply(Affine.of(filter)))));
    block.addAll(Axis.nest(
        List.of(d.tapRow(), d.tapColumn()),
        List.of(Stmt.addProduct(sum, values.at(weight), input.apply(Affine.of(channel))))));
    block.addAll(store.apply(sum, Affine.of(filter)));
    List<Stmt> row = new ArrayList<>(atRow);
    row.addAll(Axis.nest(List.of(d.column()), block));
    List<Stmt> plane = new ArrayList<>(List.of(
        Stmt.index(filter, order, Affine.of(strip)), Stmt.offset(channel, lines, Affine.of(strip))));
    plane.addAll(Lowering.lanes(List.of(), d.stretch(), Axis.nest(List.of(d.row()), row)));
    return List.of(Stmt.loop(strip, strips, Affine.of(0), plane.toArray(Stmt[]::new)));
  }
}
