package dev.espalier.codegen.emit;

import static dev.espalier.codegen.kernel.Buffer.Access.READ;
import static dev.espalier.codegen.kernel.Buffer.Access.UPDATE;
import static dev.espalier.codegen.kernel.Buffer.Access.WRITE;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Expr.Comparison;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Worked nests: the kernels of the field's layers in small. */
final class Nests {
  static final Var UNIT = new Var("unit");
  static final Var INPUT = new Var("input");
  static final Var LANE = new Var("lane");
  static final Var PANEL = new Var("panel");
  static final Var ROW = new Var("row");
  static final Var ENTRY = new Var("entry");
  static final Var COLUMN = new Var("column");
  static final Var FILTER = new Var("filter");
  static final Var CHANNEL = new Var("channel");
  static final Var Y = new Var("y");
  static final Var X = new Var("x");
  static final Var KERNEL_Y = new Var("kernelY");
  static final Var KERNEL_X = new Var("kernelX");
  private static final Local SUM = Local.lanes("sum");

  private Nests() {}

  private static KernelSpec spec(String name, String formula, List<Buffer> buffers, Stmt... body) {
    return new KernelSpec(name, name, formula, buffers, List.of(body), KernelSchedule.PLAIN);
  }

  static KernelCase denseForward(int units, int inputs) {
    Buffer in = Buffer.laned("in", READ);
    Buffer weights = Buffer.floats("weights", READ);
    Buffer bias = Buffer.floats("bias", READ);
    Buffer out = Buffer.laned("out", WRITE);
    KernelSpec spec =
        spec(
            "dense forward " + inputs + " -> " + units,
            "out[unit] = max(0, bias[unit] + sum over input of weights[unit][input] * in[input])",
            List.of(in, weights, bias, out),
            Stmt.loop(
                UNIT,
                units,
                Stmt.lanes(
                    LANE,
                    Stmt.define(SUM, bias.at(UNIT)),
                    Stmt.loop(
                        INPUT,
                        inputs,
                        Stmt.addProduct(SUM, weights.at(UNIT.times(inputs).plus(INPUT)), in.at(INPUT))),
                    Stmt.store(out, UNIT, SUM.read().max(0)))));
    return KernelCase.of(spec, inputs)
        .size(in, inputs)
        .size(weights, units * inputs)
        .size(bias, units)
        .size(out, units);
  }

  static KernelCase denseInputGradient(int units, int inputs) {
    Buffer gradient = Buffer.laned("gradient", READ);
    Buffer weights = Buffer.floats("weights", READ);
    Buffer inGradient = Buffer.laned("inGradient", UPDATE);
    KernelSpec spec =
        spec(
            "dense dX",
            "inGradient[input] += sum over unit of weights[unit][input] * gradient[unit]",
            List.of(gradient, weights, inGradient),
            Stmt.loop(
                INPUT,
                inputs,
                Stmt.lanes(
                    LANE,
                    Stmt.define(SUM, Expr.constant(0)),
                    Stmt.loop(
                        UNIT,
                        units,
                        Stmt.addProduct(SUM, weights.at(UNIT.times(inputs).plus(INPUT)), gradient.at(UNIT))),
                    Stmt.accumulate(inGradient, INPUT, SUM.read()))));
    return KernelCase.of(spec, units)
        .size(gradient, units)
        .size(weights, units * inputs)
        .size(inGradient, inputs);
  }

  static KernelCase denseWeightGradient(int units, int inputs) {
    Buffer in = Buffer.laned("in", READ);
    Buffer gradient = Buffer.laned("gradient", READ);
    Buffer weightGradient = Buffer.floats("weightGradient", UPDATE);
    KernelSpec spec =
        spec(
            "dense dW",
            "weightGradient[unit][input] += sum over lanes of gradient[unit] * in[input]",
            List.of(in, gradient, weightGradient),
            Stmt.loop(
                UNIT,
                units,
                Stmt.loop(
                    INPUT,
                    inputs,
                    Stmt.define(SUM, Expr.constant(0)),
                    Stmt.lanes(LANE, Stmt.addProduct(SUM, gradient.at(UNIT), in.at(INPUT))),
                    Stmt.accumulate(weightGradient, UNIT.times(inputs).plus(INPUT), Expr.sumLanes(SUM)))));
    return KernelCase.of(spec, 1).size(in, inputs).size(gradient, units).size(weightGradient, units * inputs);
  }

  /** Sparse rows, one after the other: compressed sparse row. */
  static KernelCase sparseRows(int rows, int columns) {
    return sparseRows(rows, columns, false);
  }

  /** The same whose columns are given as floats: times the lanes. */
  static KernelCase sparseRowsOfOffsets(int rows, int columns) {
    return sparseRows(rows, columns, true);
  }

  private static KernelCase sparseRows(int rows, int columns, boolean floats) {
    Buffer in = Buffer.laned("in", READ);
    Buffer values = Buffer.floats("values", READ);
    Buffer pointers = Buffer.ints("pointers");
    Buffer columnOf = Buffer.ints("columns");
    Buffer out = Buffer.laned("out", WRITE);
    KernelSpec spec =
        spec(
            "sparse rows",
            "out[row] = sum over entry of values[entry] * in[columns[entry]]",
            List.of(in, values, pointers, columnOf, out),
            Stmt.loop(
                ROW,
                rows,
                Stmt.lanes(
                    LANE,
                    Stmt.define(SUM, Expr.constant(0)),
                    Stmt.loop(
                        ENTRY,
                        pointers,
                        Affine.of(ROW),
                        new Stmt.Index(COLUMN, columnOf, Affine.of(ENTRY), floats),
                        Stmt.addProduct(SUM, values.at(ENTRY), in.at(COLUMN))),
                    Stmt.store(out, ROW, SUM.read()))));
    return pattern(KernelCase.of(spec, columns), rows, columns, 1, pointers, columnOf, values)
        .size(in, columns)
        .size(out, rows);
  }

  /** Panels of rows that share one pattern of columns. */
  static KernelCase rowPanels(int panels, int rowsPerPanel, int columns) {
    Buffer in = Buffer.laned("in", READ);
    Buffer values = Buffer.floats("values", READ);
    Buffer pointers = Buffer.ints("pointers");
    Buffer columnOf = Buffer.ints("columns");
    Buffer out = Buffer.laned("out", WRITE);
    KernelSpec spec =
        spec(
            "row panels",
            "out[panel][row] = sum over entry of values[entry][row] * in[columns[entry]]",
            List.of(in, values, pointers, columnOf, out),
            Stmt.loop(
                PANEL,
                panels,
                Stmt.lanes(
                    LANE,
                    Stmt.loop(
                        ROW,
                        rowsPerPanel,
                        Stmt.define(SUM, Expr.constant(0)),
                        Stmt.loop(
                            ENTRY,
                            pointers,
                            Affine.of(PANEL),
                            Stmt.index(COLUMN, columnOf, Affine.of(ENTRY)),
                            Stmt.addProduct(SUM, values.at(ENTRY.times(rowsPerPanel).plus(ROW)), in.at(COLUMN))),
                        Stmt.store(out, PANEL.times(rowsPerPanel).plus(ROW), SUM.read())))));
    return pattern(KernelCase.of(spec, columns), panels, columns, rowsPerPanel, pointers, columnOf, values)
        .size(in, columns)
        .size(out, panels * rowsPerPanel);
  }

  /** The transposed product over the same panels: adds into lines that are streamed. */
  static KernelCase rowPanelsTransposed(int panels, int rowsPerPanel, int columns) {
    Buffer gradient = Buffer.laned("gradient", READ);
    Buffer values = Buffer.floats("values", READ);
    Buffer pointers = Buffer.ints("pointers");
    Buffer columnOf = Buffer.ints("columns");
    Buffer inGradient = Buffer.laned("inGradient", UPDATE);
    KernelSpec spec =
        spec(
            "row panels transposed",
            "inGradient[columns[entry]] += values[entry][row] * gradient[panel][row]",
            List.of(gradient, values, pointers, columnOf, inGradient),
            Stmt.loop(
                PANEL,
                panels,
                Stmt.loop(
                    ROW,
                    rowsPerPanel,
                    Stmt.loop(
                        ENTRY,
                        pointers,
                        Affine.of(PANEL),
                        Stmt.index(COLUMN, columnOf, Affine.of(ENTRY)),
                        Stmt.lanes(
                            LANE,
                            Stmt.accumulate(
                                inGradient,
                                COLUMN,
                                values
                                    .at(ENTRY.times(rowsPerPanel).plus(ROW))
                                    .times(gradient.at(PANEL.times(rowsPerPanel).plus(ROW)))))))));
    return pattern(
            KernelCase.of(spec, panels * rowsPerPanel), panels, columns, rowsPerPanel, pointers, columnOf, values)
        .size(gradient, panels * rowsPerPanel)
        .size(inGradient, columns);
  }

  /** A square image, kernel 3, with a halo of one line and pixel. */
  static KernelCase convolution(int filters, int channels, int size, int stride) {
    int padded = size + 2;
    int outSize = (size - 1) / stride + 1;
    Buffer in = Buffer.laned("in", READ);
    Buffer weights = Buffer.floats("weights", READ);
    Buffer bias = Buffer.floats("bias", READ);
    Buffer out = Buffer.laned("out", WRITE);
    Affine source =
        CHANNEL
            .times(padded)
            .plus(Y, stride)
            .plus(KERNEL_Y)
            .times(padded)
            .plus(X, stride)
            .plus(KERNEL_X);
    Affine tap = FILTER.times(channels).plus(CHANNEL).times(3).plus(KERNEL_Y).times(3).plus(KERNEL_X);
    KernelSpec spec =
        spec(
            "convolution 3x3",
            "out[filter][y][x] = bias[filter] + sum over channel, kernelY, kernelX of weights * in",
            List.of(in, weights, bias, out),
            Stmt.loop(
                FILTER,
                filters,
                Stmt.loop(
                    Y,
                    outSize,
                    Stmt.loop(
                        X,
                        outSize,
                        Stmt.lanes(
                            LANE,
                            Stmt.define(SUM, bias.at(FILTER)),
                            Stmt.loop(
                                CHANNEL,
                                channels,
                                Stmt.loop(
                                    KERNEL_Y,
                                    3,
                                    Stmt.loop(KERNEL_X, 3, Stmt.addProduct(SUM, weights.at(tap), in.at(source))))),
                            Stmt.store(out, FILTER.times(outSize).plus(Y).times(outSize).plus(X), SUM.read()))))));
    return KernelCase.of(spec, channels * 9)
        .size(in, channels * padded * padded)
        .size(weights, filters * channels * 9)
        .size(bias, filters)
        .size(out, filters * outSize * outSize);
  }

  /** Which of four neighbours is the largest gets the gradient: backward of a maximum, by comparison. */
  static KernelCase maxGradient(int lines) {
    Buffer in = Buffer.laned("in", READ);
    Buffer gradient = Buffer.laned("gradient", READ);
    Buffer inGradient = Buffer.laned("inGradient", UPDATE);
    Local largest = Local.lanes("largest");
    Var tap = new Var("tap");
    KernelSpec spec =
        spec(
            "max gradient",
            "inGradient[4 y + tap] += in[4 y + tap] = max over tap of in ? gradient[y] : 0",
            List.of(in, gradient, inGradient),
            Stmt.loop(
                Y,
                lines,
                Stmt.lanes(
                    LANE,
                    Stmt.define(largest, Expr.constant(Float.NEGATIVE_INFINITY)),
                    Stmt.loop(tap, 4, Stmt.assign(largest, largest.read().max(in.at(Y.times(4).plus(tap))))),
                    Stmt.loop(
                        X,
                        4,
                        Stmt.accumulate(
                            inGradient,
                            Y.times(4).plus(X),
                            Expr.select(
                                Comparison.EQUAL,
                                in.at(Y.times(4).plus(X)),
                                largest.read(),
                                gradient.at(Y),
                                Expr.constant(0)))))));
    return KernelCase.of(spec, 1).size(in, 4 * lines).size(gradient, lines).size(inGradient, 4 * lines);
  }

  /** Products of pairs of columns, and twice every column, up to a count of the columns that there are. */
  static KernelCase countedColumns(int columns, int used) {
    Buffer in = Buffer.laned("in", READ);
    Buffer pairs = Buffer.laned("pairs", WRITE);
    Buffer twice = Buffer.laned("twice", WRITE);
    Buffer count = Buffer.count("count");
    int features = 3;
    Affine pair = Y.times(columns).plus(X);
    KernelSpec spec = spec(
        "counted columns " + used + " of " + columns,
        "pairs[y][x] = sum over channel of in[channel][y] * in[channel][x], twice = 2 in",
        List.of(in, pairs, twice, count),
        Stmt.loop(Y, count, columns, Stmt.loop(X, count, columns, Stmt.lanes(
            LANE,
            Stmt.define(SUM, Expr.constant(0)),
            Stmt.loop(CHANNEL, features, Stmt.addProduct(
                SUM, in.at(CHANNEL.times(columns).plus(Y)), in.at(CHANNEL.times(columns).plus(X)))),
            Stmt.store(pairs, pair, SUM.read())))),
        Stmt.loop(ROW, features, new Stmt.Lanes(ENTRY, columns, count, List.of(
            Stmt.store(twice, ROW.times(columns), in.at(ROW.times(columns)).times(2))))));
    return KernelCase.of(spec, features)
        .size(in, features * columns)
        .size(pairs, columns * columns)
        .size(twice, features * columns)
        .size(count, used);
  }

  /** Shares of each sample: three walks over the lines, a curve, a quotient. */
  static KernelCase shares(int classes) {
    Buffer values = Buffer.laned("values", UPDATE);
    Local largest = Local.lanes("largest");
    Local total = Local.lanes("total");
    Local power = Local.lanes("power");
    Var first = new Var("first");
    Var second = new Var("second");
    Var third = new Var("third");
    KernelSpec spec =
        spec(
            "shares",
            "values[k] = (tanh(values[k] - max) + 2) / sum over k of (tanh(values[k] - max) + 2)",
            List.of(values),
            Stmt.lanes(
                LANE,
                Stmt.define(largest, values.at(0)),
                Stmt.loop(first, classes, Stmt.assign(largest, largest.read().max(values.at(first)))),
                Stmt.define(total, Expr.constant(0)),
                Stmt.loop(
                    second,
                    classes,
                    Stmt.define(power, values.at(second).minus(largest.read()).tanh().plus(2)),
                    Stmt.store(values, second, power.read()),
                    Stmt.add(total, power.read())),
                Stmt.loop(third, classes, Stmt.store(values, third, values.at(third).dividedBy(total.read())))));
    return KernelCase.of(spec, classes).size(values, classes);
  }

  private static KernelCase pattern(
      KernelCase of, int rows, int columns, int perEntry, Buffer pointers, Buffer columnOf, Buffer values) {
    Random random = new Random(31L * rows + columns);
    int[] starts = new int[rows + 1];
    List<Integer> kept = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (row % 3 != 2 && random.nextInt(3) == 0) {
          kept.add(column);
        }
      }
      starts[row + 1] = kept.size();
    }
    return of.pattern(pointers, starts)
        .pattern(columnOf, kept.stream().mapToInt(Integer::intValue).toArray())
        .size(values, kept.size() * perEntry);
  }
}
