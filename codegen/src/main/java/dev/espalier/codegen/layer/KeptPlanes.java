package dev.espalier.codegen.layer;

import dev.espalier.codegen.kernel.Affine;
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
  List<Stmt> nest(CompactArrays arrays) {
    Var filter = new Var("filter");
    Local sum = Local.lanes("sum");
    Affine tap = d.tapRow().times(d.tapColumn().count()).plus(d.tapColumn().index());
    Affine weight = CompactArrays.STRIP.times(d.tapRow().count() * d.tapColumn().count()).plus(tap);
    List<Stmt> block = new ArrayList<>(List.of(Stmt.define(sum, start.apply(Affine.of(filter)))));
    block.addAll(Axis.nest(
        List.of(d.tapRow(), d.tapColumn()),
        List.of(Stmt.addProduct(
            sum, arrays.values().at(weight), input.apply(Affine.of(CompactArrays.CHANNEL))))));
    block.addAll(store.apply(sum, Affine.of(filter)));
    List<Stmt> row = new ArrayList<>(atRow);
    row.addAll(Axis.nest(List.of(d.column()), block));
    List<Stmt> plane = new ArrayList<>(List.of(arrays.row(filter, 1, 0), arrays.channel(CompactArrays.STRIP)));
    plane.addAll(Lowering.lanes(List.of(), d.stretch(), Axis.nest(List.of(d.row()), row)));
    return arrays.each(plane.toArray(Stmt[]::new));
  }
}
