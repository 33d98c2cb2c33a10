package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Nests.CHANNEL;
import static dev.espalier.codegen.emit.Nests.ENTRY;
import static dev.espalier.codegen.emit.Nests.FILTER;
import static dev.espalier.codegen.emit.Nests.INPUT;
import static dev.espalier.codegen.emit.Nests.KERNEL_X;
import static dev.espalier.codegen.emit.Nests.KERNEL_Y;
import static dev.espalier.codegen.emit.Nests.LANE;
import static dev.espalier.codegen.emit.Nests.PANEL;
import static dev.espalier.codegen.emit.Nests.ROW;
import static dev.espalier.codegen.emit.Nests.UNIT;
import static dev.espalier.codegen.emit.Nests.X;
import static dev.espalier.codegen.emit.Nests.Y;
import static dev.espalier.codegen.kernel.KernelSchedule.tile;

import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Var;
import org.junit.jupiter.api.Test;

/** Interpreter, source and bytecode, both with vectors and portable, agree on worked nests, whatever the schedule. */
class KernelFormsTest {
  private static final int[][] SIZES = {{7, 17}, {1, 2}, {2, 1}, {3, 5}, {5, 3}, {17, 7}};

  private final CompiledKernels kernels = new CompiledKernels();
  private int turn;

  /** All schedules for the first case of a test, one of them in turn for each of the others. */
  private void all(KernelCase kernel, KernelSchedule... schedules) {
    if (turn == 0) {
      kernels.add(kernel);
      for (KernelSchedule schedule : schedules) {
        kernels.add(kernel.with(schedule));
      }
    } else {
      kernels.add(kernel.with(schedules[turn % schedules.length]));
    }
    turn++;
  }

  private void compareAll() throws Exception {
    kernels.compareAllWithTheInterpreter();
    kernels.compareBytecodeWithJavac();
  }

  @Test
  void denseForward() throws Exception {
    for (int[] size : SIZES) {
      all(
          Nests.denseForward(size[0], size[1]),
          tile(UNIT, 4, LANE, 2),
          tile(UNIT, 3, LANE, 3).with(INPUT, 2),
          tile(UNIT, 2, LANE, 4).ordered(LANE, UNIT));
    }
    all(Nests.denseForward(9, 4).with(tile(UNIT, 8, LANE, 4)), tile(UNIT, 8, LANE, 3));
    compareAll();
  }

  @Test
  void columnsUpToACount() throws Exception {
    for (int used : new int[] {4, 1, 2, 3, 5, 6, 7}) {
      all(
          Nests.countedColumns(7, used),
          tile(Nests.Y, 3, Nests.X, 3),
          tile(Nests.Y, 2, Nests.X, 4).with(Nests.ENTRY, 2),
          tile(Nests.X, 3, LANE, 2).with(Nests.ENTRY, 4));
    }
    compareAll();
  }

  @Test
  void denseInputGradient() throws Exception {
    for (int[] size : SIZES) {
      all(Nests.denseInputGradient(size[0], size[1]), tile(INPUT, 4, LANE, 2), tile(INPUT, 6, LANE, 1).with(UNIT, 3));
    }
    compareAll();
  }

  @Test
  void denseWeightGradient() throws Exception {
    for (int[] size : SIZES) {
      all(
          Nests.denseWeightGradient(size[0], size[1]),
          tile(UNIT, 4, INPUT, 4),
          tile(UNIT, 3, INPUT, 2).with(LANE, 2),
          tile(UNIT, 6, INPUT, 6).ordered(INPUT, UNIT));
    }
    compareAll();
  }

  @Test
  void sparseRows() throws Exception {
    for (int[] size : SIZES) {
      all(Nests.sparseRows(size[0], size[1]), tile(LANE, 4), tile(LANE, 3).with(ENTRY, 2).ordered(LANE, ROW));
      all(
          Nests.sparseRowsOfOffsets(size[0], size[1]), tile(LANE, 4), tile(LANE, 3).with(ENTRY, 2).ordered(LANE, ROW));
    }
    compareAll();
  }

  @Test
  void rowPanels() throws Exception {
    for (int[] size : SIZES) {
      for (int rows : new int[] {2, 4}) {
        all(
            Nests.rowPanels(size[0], rows, size[1]),
            tile(ROW, rows, LANE, 2),
            tile(ROW, 3, LANE, 2),
            tile(ROW, rows).with(ENTRY, 3).ordered(LANE, PANEL));
      }
    }
    compareAll();
  }

  @Test
  void rowPanelsTransposed() throws Exception {
    for (int[] size : SIZES) {
      all(
          Nests.rowPanelsTransposed(size[0], 3, size[1]),
          tile(ROW, 3, LANE, 2),
          tile(ROW, 2, ENTRY, 2));
    }
    compareAll();
  }

  @Test
  void convolutionWithStride() throws Exception {
    for (int stride : new int[] {3, 1, 2}) {
      all(
          Nests.convolution(2 * stride - 1, 3, 5, stride),
          tile(FILTER, 4, LANE, 2),
          tile(FILTER, 2, X, 3).with(KERNEL_X, 3),
          tile(X, 2, Y, 2).with(CHANNEL, 2).with(KERNEL_Y, 2).ordered(LANE, Y, FILTER, X));
    }
    compareAll();
  }

  @Test
  void maximumWithSelect() throws Exception {
    for (int lines : new int[] {7, 1, 2, 5}) {
      all(Nests.maxGradient(lines), tile(Y, 2, LANE, 2), tile(X, 3).with(new Var("tap"), 3));
    }
    compareAll();
  }

  @Test
  void sharesOfEachSampleOverLines() throws Exception {
    for (int classes : new int[] {10, 1, 2, 3, 17}) {
      all(Nests.shares(classes), tile(LANE, 2), tile(new Var("second"), 4, LANE, 3));
    }
    compareAll();
  }

  @Test
  void everyOperation() throws Exception {
    for (int lines : new int[] {7, 2}) {
      all(OperationsNest.of(lines), tile(LANE, 2), tile(LANE, 3));
    }
    compareAll();
  }
}
