package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.StripPart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Kept weights in strips of neighbouring rows that share their columns, as {@link dev.espalier.runtime.execution.StripForm} packs
 * them: a line is loaded once for all rows of a strip.
 *
 * @param rows rows of the weights
 * @param height rows of a strip, at most all
 * @param stretch neighbouring lines that one tap is for
 * @param start what the sum of a row begins with
 * @param input the input's line by its tap
 * @param store what is done with the sum of a row
 */
record KeptStrips(
    int rows,
    int height,
    int stretch,
    Function<Affine, Expr> start,
    Function<Affine, Expr> input,
    BiFunction<Local, Affine, List<Stmt>> store) {

  private static final Var KEPT = new Var("kept");

  /**
   * The sums of all rows, strip by strip. Lanes are inside: a panel of lanes keeps its input in the second cache, and
   * the strip's weights stay in the first.
   */
  List<Stmt> nest(CallBuilder call, String layer) {
    Arrays arrays = new Arrays(
        call.ints("pointers", new Operand.Strip(layer, StripPart.POINTERS)),
        call.ints("taps", new Operand.Strip(layer, StripPart.TAPS)),
        call.floats("values", Access.READ, new Operand.Strip(layer, StripPart.VALUES)));
    Axis strip = Axis.of("strip", rows / height);
    List<Stmt> nest = new ArrayList<>(
        Lowering.lanes(List.of(strip), stretch, strip(arrays, strip.index(), strip.times(height))));
    if (strip.count() * height < rows) {
      nest.addAll(Lowering.lanes(List.of(), stretch, strip(arrays, Affine.of(strip.count()), Affine.of(rows - height))));
    }
    return nest;
  }

  /** The sums of one strip, whose rows stand at a place in the order and those after it. */
  private List<Stmt> strip(Arrays arrays, Affine strip, Affine place) {
    Var tap = new Var("tap");
    Local line = Local.lanes("line");
    List<Local> sums = IntStream.range(0, height).mapToObj(i -> Local.lanes("sum" + (char) ('A' + i))).toList();
    List<Stmt> entry = new ArrayList<>();
    entry.add(Stmt.offset(tap, arrays.taps(), Affine.of(KEPT)));
    entry.add(Stmt.define(line, input.apply(Affine.of(tap))));
    List<Stmt> body = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      body.add(Stmt.define(sums.get(i), start.apply(place.plus(i))));
      entry.add(Stmt.addProduct(sums.get(i), arrays.values().at(KEPT.times(height).plus(i)), line.read()));
    }
    body.add(Stmt.loop(KEPT, arrays.pointers(), strip, entry.toArray(Stmt[]::new)));
    for (int i = 0; i < height; i++) {
      body.addAll(store.apply(sums.get(i), place.plus(i)));
    }
    return body;
  }

  private record Arrays(Buffer pointers, Buffer taps, Buffer values) {}

  KernelSchedule schedule() {
    return Tiles.strip(height, Lowering.LANE);
  }
}
