package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.RowBlock;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fully connected: {@code y = W x + b}, W of shape {@code [units][features]}; of a sequence every token by the same W.
 *
 * @param units output features
 * @param bias whether b is there
 */
public record DenseLayer(int units, boolean bias) implements Layer {
  static final String KIND = "Dense";

  static DenseLayer read(AnnotationElements elements) {
    return new DenseLayer(elements.integer("value"), elements.flag("bias"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    Shape input = inputs.getFirst();
    return "dense " + input.channels() + " -> " + units
        + (input.isSequence() ? " of each of " + input.width() + " tokens" : "");
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Checks.atLeastOne(name, "value", units, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (inputs.getFirst().isSequence()) {
      return Shape.of(inputs.getFirst().width(), units);
    }
    return Checks.vector(name, this, inputNames, inputs, problems) ? Shape.of(units) : null;
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    Shape input = inputs.getFirst();
    return WeightGeometry.tokenwise(units, input.channels(), input.width(), bias);
  }

  @Override
  public List<Granularity> granularities() {
    return List.of(Granularity.ELEMENT, Granularity.VECTOR, Granularity.BLOCK, Granularity.NEURON, Granularity.CHANNEL,
        Granularity.N_OF_M, Granularity.COLUMN_COMBINED, Granularity.LAYER);
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.OWN;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return bias ? output.size() : 0;
  }

  @Override
  public boolean takesNormalization() {
    return true;
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    if (wiring.shape().width() > 1) {
      return overTokens().lower(wiring);
    }
    DenseLayer frozen = wiring.folded() == null ? this : new DenseLayer(units, true);
    LayerKernels kernels = Lowering.of(
        this,
        wiring,
        form -> form.training() ? result(form) : frozen.tileResult(form),
        frozen::rowResult,
        frozen::panelResult,
        () -> Lowering.afterProduct(wiring),
        () -> backward(wiring));
    DenseGradients gradients = new DenseGradients(this, wiring);
    LayerKernels trained = kernels.with(
        gradients.strip(),
        gradients.tiledInput(),
        new LayerKernels.SparseStep(
            Lowering.forward(this, wiring, this::rowResult), gradients.keptInput(), gradients.keptWeights()));
    return Lowering.packed(
            trained, wiring, frozen::stripResult, frozen::bitmapResult, frozen::compactResult, null)
        .blocked(frozen.rowBlocks(wiring));
  }

  /** A sequence lies as an image of one row does: the same weights at every token are a convolution of 1 x 1. */
  private Conv2dLayer overTokens() {
    return new Conv2dLayer(units, List.of(1), List.of(1), List.of(0), 1, bias);
  }

  Axis unit() {
    return Axis.of("unit", units);
  }

  static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.inputs().getFirst().shape().size());
  }

  static Affine weight(Axis unit, Axis feature) {
    return unit.times(feature.count()).plus(feature.index());
  }

  /** {@code y[u] = f(b[u] + sum_i W[u,i] x[i])}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Axis unit = unit();
    Axis feature = feature(wiring);
    CallBuilder call = builder(wiring);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Expr start = start(call, wiring, unit);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.addAll(
        Axis.nest(
            List.of(feature),
            List.of(Stmt.addProduct(sum, weights.at(weight(unit, feature)), x.at(feature.index())))));
    block.addAll(form.store(sum, y, unit.index()));
    return call.call(
        form.role(),
        form.formula("y[u]", (bias ? "b[u] + " : "") + "sum_i W[u,i] x[i]"),
        purpose(form),
        Tiles.lanesOutermost(unit, Lowering.LANE),
        Lowering.lanes(List.of(unit), block));
  }

  /** The same over weights in tiles of rows, which a frozen network has. */
  private KernelCall tileResult(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer bias = this.bias ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    DenseTiles tiles = new DenseTiles(
        units, feature(wiring), row -> bias == null ? Expr.constant(0) : bias.at(row), x::at,
        (sum, row) -> form.store(sum, y, row));
    return call.call(
        form.role(),
        form.formula("y[u]", (this.bias ? "b[u] + " : "") + "sum_i W[u,i] x[i], rows in tiles"),
        purpose(form),
        tiles.schedule(),
        tiles.nest(call, wiring.name()));
  }

  /** The same over kept weights: {@code y[u] = f(b[u] + sum_p v[p] x[tap[p]])}, p in row u. */
  private KernelCall rowResult(Form form) {
    Wiring wiring = form.wiring();
    Axis unit = unit();
    CallBuilder call = builder(wiring);
    KeptRows rows = KeptRows.declare(call, form);
    Expr start = start(call, wiring, unit);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.add(rows.addRow(sum, unit.index(), x::at));
    block.addAll(form.store(sum, y, unit.index()));
    return call.call(
        form.role(),
        form.formula("y[u]", (bias ? "b[u] + " : "") + "sum_p v[p] x[tap[p]], p in row u"),
        purpose(form),
        Tiles.sparseRows(unit, Lowering.LANE),
        Lowering.lanes(List.of(unit), block));
  }

  /** The same over kept weights in blocks of columns; none where a row is no longer than a block. */
  private List<KernelCall> rowBlocks(Wiring wiring) {
    if (!RowForm.takesBlocks(wiring.weights())) {
      return List.of();
    }
    return Lowering.rowBlocks(wiring, this::rowBlock);
  }

  /** {@code y[u] = b[u] + ..} over the first block, {@code y[u] += ..} over others, and f over the last sum. */
  private KernelCall rowBlock(Form form, RowBlock block) {
    Wiring wiring = form.wiring();
    Axis unit = unit();
    CallBuilder call = builder(wiring);
    KeptRows rows = KeptRows.declare(call, form, block);
    boolean first = block == RowBlock.FIRST;
    Expr bias = first ? start(call, wiring, unit) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = call.laned("y", first ? Access.WRITE : Access.UPDATE, new Operand.Value(form.result()));
    Local sum = Local.lanes("sum");
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.define(sum, first ? bias : y.at(unit.index())));
    body.add(rows.addRow(sum, unit.index(), x::at));
    body.addAll(form.store(sum, y, unit.index()));
    return call.call(
        form.role(),
        form.formula("y[u]", (first ? this.bias ? "b[u] + " : "" : "y[u] + ") + "sum_p v[p] x[tap[p]], p in the block"),
        purpose(form),
        Tiles.sparseRows(unit, Lowering.LANE),
        Lowering.lanes(List.of(unit), body));
  }

  /** The same over kept weights in panels of two rows. */
  private KernelCall panelResult(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer bias = this.bias ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    KeptPanels panels = new KeptPanels(
        units, 1, row -> bias == null ? Expr.constant(0) : bias.at(row), x::at, (sum, row) -> form.store(sum, y, row));
    return call.call(
        form.role(),
        form.formula("y[u]", (this.bias ? "b[u] + " : "") + "sum_p v[p] x[tap[p]], p in row u, rows in pairs"),
        purpose(form),
        Tiles.sparseRow(Lowering.LANE),
        panels.nest(call, wiring.name()));
  }

  /** The same over kept weights in strips of rows that share their columns. */
  private KernelCall stripResult(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer bias = this.bias ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    KeptStrips strips = new KeptStrips(
        units, wiring.stripRows(), 1,
        row -> bias == null ? Expr.constant(0) : bias.at(row), x::at, (sum, row) -> form.store(sum, y, row));
    return call.call(
        form.role(),
        form.formula("y[u]", (this.bias ? "b[u] + " : "") + "sum_k v[k] x[tap[k]], k in the strip of row u"),
        purpose(form),
        strips.schedule(),
        strips.nest(call, wiring.name()));
  }

  /** The same over the units and features that are left. */
  private KernelCall compactResult(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer bias = call.floats("bias", Access.READ, new Operand.CompactBias(wiring.name()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    KeptChannels kept = new KeptChannels(
        wiring.weights(), List.of(), Affine.of(0), 1, bias::at, x::at, (sum, row) -> form.store(sum, y, row));
    return call.call(
        form.role(),
        form.formula("y[u]", "b[u] + sum_i W[u,i] x[i], u and i left"),
        purpose(form),
        kept.schedule(),
        kept.nest(CompactArrays.declare(call, wiring.name(), true)));
  }

  /** The same over kept weights under a bitmap. */
  private KernelCall bitmapResult(Form form) {
    Wiring wiring = form.wiring();
    Axis unit = unit();
    CallBuilder call = builder(wiring);
    Expr start = start(call, wiring, unit);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.addAll(new KeptBits(feature(wiring).count(), x::at).addRow(call, wiring.name(), sum, unit));
    block.addAll(form.store(sum, y, unit.index()));
    return call.call(
        form.role(),
        form.formula("y[u]", (bias ? "b[u] + " : "") + "sum_p v[p] x[tap(p)], p a set bit of row u"),
        purpose(form),
        Tiles.sparseRow(Lowering.LANE),
        Lowering.lanes(List.of(unit), block));
  }

  CallBuilder builder(Wiring wiring) {
    return new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
  }

  private Expr start(CallBuilder call, Wiring wiring, Axis unit) {
    return bias
        ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())).at(unit.index())
        : Expr.constant(0);
  }

  private String purpose(Form form) {
    return form.purpose("W " + form.wiring().inputs().getFirst().name() + (bias ? " + b" : ""));
  }

  private List<KernelCall> backward(Wiring wiring) {
    return new DenseGradients(this, wiring).all();
  }
}
