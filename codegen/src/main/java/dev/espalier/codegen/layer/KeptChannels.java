package dev.espalier.codegen.layer;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.execution.CompactForm;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What is left of the weights when rows and channels are gone, as {@link CompactForm} packs it: a dense product whose
 * extents are known when the network is frozen, not when it is compiled.
 *
 * @param geometry of the layer
 * @param taps loops over the taps of a kernel
 * @param tap the index of a tap in its kernel
 * @param stretch neighbouring lines that one tap is for
 * @param start what the sum of a row begins with
 * @param input the input's line under a tap, by the first line of its channel
 * @param store what is done with the sum of a row
 */
record KeptChannels(
    WeightGeometry geometry,
    List<Axis> taps,
    Affine tap,
    int stretch,
    Function<Affine, Expr> start,
    Function<Affine, Expr> input,
    BiFunction<Local, Affine, List<Stmt>> store) {

  private static final Var KEPT = new Var("kept");

  /** The sums of the rows that are left, strip by strip. */
  List<Stmt> nest(CompactArrays arrays) {
    int height = CompactForm.height(geometry);
    Local line = Local.lanes("line");
    List<Local> sums = IntStream.range(0, height).mapToObj(i -> Local.lanes("sum" + (char) ('A' + i))).toList();
    int area = geometry.kernelHeight() * geometry.kernelWidth();
    List<Stmt> product =
        new ArrayList<>(List.of(Stmt.define(line, input.apply(Affine.of(CompactArrays.CHANNEL)))));
    List<Stmt> body = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      body.add(Stmt.define(sums.get(i), start.apply(row("row" + i, arrays, i, body))));
      Affine value = KEPT.times(area * height).plus(tap.times(height)).plus(i);
      product.add(Stmt.addProduct(sums.get(i), arrays.values().at(value), line.read()));
    }
    List<Stmt> entry = new ArrayList<>(List.of(arrays.channel(KEPT)));
    entry.addAll(Axis.nest(taps, product));
    body.add(Stmt.loop(KEPT, arrays.pointers(), Affine.of(CompactArrays.STRIP), entry.toArray(Stmt[]::new)));
    // Looked up again: rows and their addresses would take the loop's registers, and slab and values be spilled.
    for (int i = 0; i < height; i++) {
      body.addAll(store.apply(sums.get(i), row("to" + i, arrays, i, body)));
    }
    return arrays.each(Stmt.lanes(Lowering.LANE, stretch, body.toArray(Stmt[]::new)));
  }

  private Affine row(String name, CompactArrays arrays, int place, List<Stmt> body) {
    Var row = new Var(name);
    body.add(arrays.row(row, CompactForm.height(geometry), place));
    return Affine.of(row);
  }

  KernelSchedule schedule() {
    boolean single = taps.stream().noneMatch(Axis::isLoop);
    return Tiles.compact(CompactForm.height(geometry), single, KEPT, Lowering.LANE);
  }
}
