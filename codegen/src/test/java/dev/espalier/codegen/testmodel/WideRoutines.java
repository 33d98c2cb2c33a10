package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.Routine;
import dev.espalier.runtime.execution.SequenceTables;
import java.util.Arrays;

/** The runtime's routines in double precision, written down once more. */
public final class WideRoutines {
  private WideRoutines() {}

  /**
   * Rows of a table by ids, or the gradient of the table.
   *
   * @param laned addresses of ids and of the result or its gradient, and the columns in use
   */
  public static void run(Routine routine, double[] slab, int lanes, int[] laned, double[] table) {
    if (table == null || table.length == 1) {
      WideTokens.run(routine, slab, lanes, laned, table);
      return;
    }
    int width = routine.constants().get(1);
    int tokens = routine.constants().get(2);
    boolean gradient = routine.kind() == Routine.Kind.LOOKUP_GRADIENT;
    if (gradient) {
      Arrays.fill(table, 0);
    } else if (routine.kind() != Routine.Kind.LOOKUP) {
      throw new AssertionError(routine);
    }
    for (int token = 0; token < laned[2]; token++) {
      for (int lane = 0; lane < lanes; lane++) {
        int id = (int) slab[laned[0] + token * lanes + lane];
        for (int c = 0; c < width; c++) {
          int at = laned[1] + (c * tokens + token) * lanes + lane;
          if (gradient && id >= 0) {
            table[id * width + c] += slab[at];
          } else if (!gradient) {
            slab[at] = id < 0 ? 0 : table[id * width + c];
          }
        }
      }
    }
  }

  /** The numbers of a table. */
  public static double[] constants(ConstantTable table) {
    float[] values = switch (table) {
      case ConstantTable.Sinusoids(int tokens, int width) -> SequenceTables.sinusoids(tokens, width);
      case ConstantTable.Causal(int tokens) -> SequenceTables.causal(tokens);
    };
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }
}
