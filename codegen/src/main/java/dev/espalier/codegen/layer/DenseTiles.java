package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.TilePart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.execution.DenseForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * All weights of a dense layer on vectors in tiles of rows, as {@link DenseForm} packs them: the weights that a line of
 * the input meets stand side by side, and one running offset serves them all.
 *
 * @param rows rows of the weights
 * @param feature the columns
 * @param start what the sum of a row begins with
 * @param input the input's line by its column
 * @param store what is done with the sum of a row
 */
record DenseTiles(
    int rows,
    Axis feature,
    Function<Affine, Expr> start,
    Function<Affine, Expr> input,
    BiFunction<Local, Affine, List<Stmt>> store) {

  /**
   * The sums of all rows, tile by tile. Lanes are outside: of a wide layer's input only the lines' vectors of one tile
   * are needed in the first cache at a time. Where a tile begins is looked up, so that one loop holds the last one too,
   * which overlaps the one before; beside a second loop C2 keeps vectors of zeros alive through the first, and spills.
   */
  List<Stmt> nest(CallBuilder call, String layer) {
    Buffer firstRows = call.ints("firstRows", new Operand.WeightTiles(layer, TilePart.FIRST_ROWS));
    Buffer weights = call.floats("weights", Access.READ, new Operand.WeightTiles(layer, TilePart.VALUES));
    int height = DenseForm.height(rows);
    Axis tile = Axis.of("tile", Math.ceilDiv(rows, height));
    Var first = new Var("first");
    Local line = Local.lanes("line");
    List<Local> sums = IntStream.range(0, height).mapToObj(i -> Local.lanes("sum" + (char) ('A' + i))).toList();
    Affine entry = tile.times(feature.count()).plus(feature.index()).times(height);
    List<Stmt> body = new ArrayList<>(List.of(Stmt.index(first, firstRows, tile.index())));
    List<Stmt> products = new ArrayList<>(List.of(Stmt.define(line, input.apply(feature.index()))));
    for (int i = 0; i < height; i++) {
      body.add(Stmt.define(sums.get(i), start.apply(Affine.of(first).plus(i))));
      products.add(Stmt.addProduct(sums.get(i), weights.at(entry.plus(i)), line.read()));
    }
    body.addAll(Axis.nest(List.of(feature), products));
    for (int i = 0; i < height; i++) {
      body.addAll(store.apply(sums.get(i), Affine.of(first).plus(i)));
    }
    return List.of(Stmt.lanes(Lowering.LANE, Axis.nest(List.of(tile), body).toArray(Stmt[]::new)));
  }

  KernelSchedule schedule() {
    return Tiles.denseTile(DenseForm.height(rows), Lowering.LANE);
  }
}
