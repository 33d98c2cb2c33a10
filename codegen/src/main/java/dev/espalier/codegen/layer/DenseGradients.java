package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.BundlePart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.execution.ColumnTiles;
import dev.espalier.runtime.execution.KeptWeights;
import dev.espalier.runtime.model.WeightStep;
import java.util.ArrayList;
import java.util.List;

/** The backward pass of a fully connected layer: over all weights, and over kept weights alone. */
record DenseGradients(DenseLayer layer, Wiring wiring) {
  /** Fewer inputs than a line has at least do not fill one. */
  private static final int LEAST_STRIP = 16;

  /** Over all weights: of the weights, of the biases, of the input. */
  List<KernelCall> all() {
    List<KernelCall> calls = new ArrayList<>();
    calls.add(weights());
    if (layer.bias()) {
      calls.add(bias());
    }
    if (wiring.inputs().getFirst().needsGradient()) {
      calls.add(input());
    }
    return calls;
  }

  private Axis unit() {
    return layer.unit();
  }

  private Axis feature() {
    return DenseLayer.feature(wiring);
  }

  private CallBuilder builder() {
    return layer.builder(wiring);
  }

  /** {@code dW[u,i] = sum_lanes dy[u] x[i]}. */
  private KernelCall weights() {
    Axis unit = unit();
    Axis feature = feature();
    CallBuilder call = builder();
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dw = call.floats("dw", Access.WRITE, new Operand.WeightGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    return call.call(
        "weight gradient",
        "dW[u,i] = sum_lanes dy[u] x[i]",
        "gradient of the weights of " + wiring.name(),
        Tiles.rowsByColumns(unit, feature),
        Axis.nest(
            List.of(unit, feature),
            List.of(
                Stmt.define(sum, Expr.constant(0)),
                Stmt.lanes(Lowering.LANE, Stmt.addProduct(sum, dy.at(unit.index()), x.at(feature.index()))),
                Stmt.store(dw, DenseLayer.weight(unit, feature), Expr.sumLanes(sum)))));
  }

  /** {@code db[u] = sum_lanes dy[u]}. */
  private KernelCall bias() {
    Axis unit = unit();
    CallBuilder call = new CallBuilder(wiring, "bias of " + layer.units());
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer db = call.floats("db", Access.WRITE, new Operand.BiasGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    return call.call(
        "bias gradient",
        "db[u] = sum_lanes dy[u]",
        "gradient of the bias of " + wiring.name(),
        KernelSchedule.PLAIN,
        Axis.nest(
            List.of(unit),
            List.of(
                Stmt.define(sum, Expr.constant(0)),
                Stmt.lanes(Lowering.LANE, Stmt.add(sum, dy.at(unit.index()))),
                Stmt.store(db, unit.index(), Expr.sumLanes(sum)))));
  }

  /** {@code dx[i] = sum_u W[u,i] dy[u]}. */
  private KernelCall input() {
    Wiring.Source input = wiring.inputs().getFirst();
    Axis unit = unit();
    Axis feature = feature();
    CallBuilder call = builder();
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(
        Axis.nest(
            List.of(unit),
            List.of(Stmt.addProduct(sum, weights.at(DenseLayer.weight(unit, feature)), dy.at(unit.index())))));
    block.add(Lowering.storeGradient(input, dx, feature.index(), sum.read()));
    return call.call(
        "input gradient",
        "dx[i]" + Lowering.sign(input) + "sum_u W[u,i] dy[u]",
        Lowering.gradientPurpose(input),
        Tiles.lanesOutermost(feature, Lowering.LANE),
        Lowering.lanes(List.of(feature), block));
  }

  /**
   * The same with the weights in {@link ColumnTiles}; null where the input needs no gradient, or the matrix is small. In the
   * matrix the six columns of a register tile lie a row apart for each product, at a third of the speed.
   */
  KernelCall tiledInput() {
    Wiring.Source input = wiring.inputs().getFirst();
    int columns = feature().count();
    if (!input.needsGradient() || !ColumnTiles.pay(layer.units(), columns)) {
      return null;
    }
    CallBuilder call = builder();
    Buffer tiles = call.floats("tiles", Access.READ, new Operand.ColumnTiles(wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Axis tile = Axis.of("tile", columns / ColumnTiles.WIDTH);
    Axis column = Axis.of("column", ColumnTiles.WIDTH);
    Axis last = Axis.of("lastColumn", columns % ColumnTiles.WIDTH);
    int whole = tile.count() * ColumnTiles.WIDTH;
    List<Stmt> body = new ArrayList<>();
    body.addAll(tileGradient(input, tiles, dy, dx, List.of(tile, column), tile.times(ColumnTiles.WIDTH)));
    if (last.count() > 0) {
      body.addAll(tileGradient(input, tiles, dy, dx, List.of(last), Affine.of(whole)));
    }
    KernelSchedule schedule = Tiles.rowsByLanes(column, Lowering.LANE);
    return call.call(
        "input gradient over tiles",
        "dx[i]" + Lowering.sign(input) + "sum_u W[u,i] dy[u]",
        Lowering.gradientPurpose(input),
        last.isLoop() ? schedule.with(last.var(), last.count()) : schedule,
        body);
  }

  /** All tiles, or the narrower last one, for two vectors of lanes before the next two. */
  private List<Stmt> tileGradient(
      Wiring.Source input, Buffer tiles, Buffer dy, Buffer dx, List<Axis> axes, Affine first) {
    Axis unit = unit();
    Axis column = axes.getLast();
    Local sum = Local.lanes("sum");
    Affine weight = first.times(layer.units()).plus(unit.times(column.count())).plus(column.index());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(unit), List.of(Stmt.addProduct(sum, tiles.at(weight), dy.at(unit.index())))));
    block.add(Lowering.storeGradient(input, dx, first.plus(column.index()), sum.read()));
    return Lowering.lanes(List.of(), Axis.nest(axes, block));
  }

  /**
   * The gradient of a strip of weight columns as a product: {@code dW[u,s] += sum_l dy[l,u] x[l,s]} over up to
   * {@link WeightStep#TILE_SAMPLES} samples l. Output gradients and the strip's inputs are transposed: the inputs of a
   * sample are a line of a scratch slab whose lanes are the columns, and output gradients lie in tiles, the units of a
   * register tile side by side, so that they are read in the order of memory; a layer's units, sample by sample, are a
   * page apart. No sum over lanes is needed, and the sums run in the order of the samples however wide vectors and panels
   * are. Null where there are too few inputs for a line. Nothing in it is of this layer.
   */
  KernelSpec strip() {
    if (feature().count() < LEAST_STRIP) {
      return null;
    }
    Var tile = new Var("tile");
    Axis unit = Axis.of("unit", WeightStep.TILE_UNITS);
    Affine row = Affine.of(tile).times(WeightStep.TILE_UNITS).plus(unit.index());
    Var sample = new Var("sample");
    Buffer dy = Buffer.floats("dy", Access.READ);
    Buffer tiles = Buffer.ints("tiles");
    Buffer samples = Buffer.ints("samples");
    Buffer x = Buffer.laned("x", Access.READ);
    Buffer dw = Buffer.laned("dw", Access.UPDATE);
    Local sum = Local.lanes("sum");
    Affine gradient = Affine.of(tile).times(WeightStep.TILE_UNITS * WeightStep.TILE_SAMPLES)
        .plus(Affine.of(sample).times(WeightStep.TILE_UNITS))
        .plus(unit.index());
    List<Stmt> block = Axis.nest(List.of(unit), List.of(
        Stmt.define(sum, dw.at(row)),
        Stmt.loop(
            sample,
            samples,
            Affine.of(0),
            Stmt.addProduct(sum, dy.at(gradient), x.at(Affine.of(sample)))),
        Stmt.store(dw, row, sum.read())));
    return new KernelSpec(
        "weight gradient",
        "gradient of a strip of weights",
        "dW[u,s] += sum_l dy[l,u] x[l,s]",
        List.of(dy, tiles, samples, x, dw),
        Lowering.lanes(List.of(), List.of(Stmt.loop(tile, tiles, Affine.of(0), block.toArray(Stmt[]::new)))),
        Tiles.rowsByLanes(unit, Lowering.LANE));
  }

  /** {@code dx[i] = sum_p v[entry[p]] dy[row[p]]}, p in column i of the kept weights; null where it is not needed. */
  KernelCall keptInput() {
    Wiring.Source input = wiring.inputs().getFirst();
    if (!input.needsGradient()) {
      return null;
    }
    Axis feature = feature();
    CallBuilder call = builder();
    Buffer values = call.floats("values", Access.READ, new Operand.RowValues(wiring.name()));
    Buffer pointers = call.ints("pointers", new Operand.ColumnPointers(wiring.name()));
    Buffer entries = call.ints("entries", new Operand.ColumnEntries(wiring.name()));
    Buffer rows = call.ints("rows", new Operand.ColumnTaps(wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local sum = Local.lanes("sum");
    Var kept = new Var("kept");
    Var entry = new Var("entry");
    Var row = new Var("row");
    List<Stmt> block = List.of(
        Stmt.define(sum, Expr.constant(0)),
        Stmt.loop(
            kept,
            pointers,
            feature.index(),
            Stmt.index(entry, entries, Affine.of(kept)),
            Stmt.index(row, rows, Affine.of(kept)),
            Stmt.addProduct(sum, values.at(entry), dy.at(Affine.of(row)))),
        Lowering.storeGradient(input, dx, feature.index(), sum.read()));
    return call.call(
        "input gradient over kept weights",
        "dx[i]" + Lowering.sign(input) + "sum_p v[entry[p]] dy[row[p]], p in column i",
        Lowering.gradientPurpose(input),
        Tiles.sparseRow(Lowering.LANE),
        Lowering.lanes(List.of(feature), block));
  }

  /**
   * {@code dv[q] = sum_lanes dy[u] x[tap[q]]}, q in the bundles of row u of the kept weights, which share each loaded
   * gradient.
   */
  KernelCall keptWeights() {
    Var unit = new Var("unit");
    Axis member = Axis.of("member", KeptWeights.BUNDLE);
    CallBuilder call = builder();
    Buffer rows = call.ints("rows", new Operand.KeptRange(wiring.name()));
    Buffer pointers = call.ints("pointers", new Operand.Bundles(wiring.name(), BundlePart.POINTERS));
    Buffer taps = call.ints("taps", new Operand.Bundles(wiring.name(), BundlePart.TAPS));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dv = call.floats("dv", Access.WRITE, new Operand.KeptGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    Var bundle = new Var("bundle");
    Var tap = new Var("tap");
    Affine at = Affine.of(bundle).times(KeptWeights.BUNDLE).plus(member.index());
    List<Stmt> members = Axis.nest(
        List.of(member),
        List.of(
            Stmt.index(tap, taps, at),
            Stmt.define(sum, Expr.constant(0)),
            Stmt.lanes(Lowering.LANE, Stmt.addProduct(sum, dy.at(Affine.of(unit)), x.at(Affine.of(tap)))),
            Stmt.store(dv, at, Expr.sumLanes(sum))));
    return call.call(
        "gradient of kept weights",
        "dv[q] = sum_lanes dy[u] x[tap[q]], q in the bundles of row u",
        "gradient of the kept weights of " + wiring.name(),
        KernelSchedule.tile(member.var(), member.count()),
        List.of(
            Stmt.loop(
                unit, rows, Affine.of(0),
                Stmt.loop(bundle, pointers, Affine.of(unit), members.toArray(Stmt[]::new)))));
  }
}
