package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.Routine;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The runtime's routines about tokens that stay in double precision, written down once more. */
final class WideTokens {
  private final Routine routine;
  private final double[] slab;
  private final int lanes;

  private WideTokens(Routine routine, double[] slab, int lanes) {
    this.routine = routine;
    this.slab = slab;
    this.lanes = lanes;
  }

  static void run(Routine routine, double[] slab, int lanes, int[] laned) {
    WideTokens tokens = new WideTokens(routine, slab, lanes);
    if (routine.kind() == Routine.Kind.COLUMNS) {
      tokens.inUse(laned[0], laned[1]);
      return;
    }
    for (int lane = 0; lane < lanes; lane++) {
      switch (routine.kind()) {
        case SELECT -> tokens.select(lane, laned[0], -1, laned[1], -1);
        case SELECT_SOME -> tokens.select(lane, laned[0], -1, laned[1], laned[2]);
        case MASKED_SELECT -> tokens.select(lane, laned[0], laned[1], laned[2], laned[3]);
        case LEFT -> tokens.move(lane, laned[0], laned[1], laned[2], 0, laned[3]);
        case LEFT_GRADIENT, LEFT_GRADIENT_MORE ->
            tokens.move(lane, laned[0], laned[1], laned[2], laned[3], laned[4]);
        default -> throw new AssertionError(routine);
      }
    }
  }

  private double at(int base, int line, int lane) {
    return slab[base + line * lanes + lane];
  }

  private void put(int base, int line, int lane, double value) {
    slab[base + line * lanes + lane] = value;
  }

  private void select(int lane, int received, int valid, int places, int left) {
    List<Integer> constants = routine.constants();
    int columns = constants.get(1);
    int first = constants.get(2);
    double share = routine.numbers().get(0);
    double threshold = routine.numbers().get(1);
    List<Integer> some = IntStream.range(0, constants.get(0))
        .filter(t -> valid < 0 || at(valid, t, lane) > 0).boxed().toList();
    int keep = constants.get(3) == 0 ? some.size() : constants.get(3);
    int limit = share == 0 ? keep : Math.min(keep, (int) Math.ceil(share * some.size() - 1e-4));
    List<Integer> stay = some.stream()
        .sorted(Comparator.comparing((Integer t) -> t >= first).thenComparingDouble(t -> -at(received, t, lane)))
        .limit(limit).toList();
    List<Integer> kept = stay.stream()
        .filter(t -> t < first || at(received, t, lane) >= threshold || t.equals(stay.getFirst())).sorted().toList();
    for (int column = 0; column < columns; column++) {
      put(places, column, lane, column < kept.size() ? kept.get(column) + 1 : 0);
      if (left >= 0) {
        put(left, column, lane, column < kept.size() ? 1 : 0);
      }
    }
  }

  private void inUse(int valid, int columns) {
    int tokens = routine.constants().get(0);
    int last = IntStream.range(0, tokens)
        .filter(t -> IntStream.range(0, lanes).anyMatch(lane -> at(valid, t, lane) > 0)).max().orElse(0);
    for (int lane = 0; lane < lanes; lane++) {
      put(columns, 0, lane, routine.constants().get(1) == 1 ? last + 1 : tokens);
    }
  }

  private void move(int lane, int from, int places, int to, int before, int used) {
    int channels = routine.constants().get(0);
    int tokens = routine.constants().get(1);
    int columns = routine.constants().get(2);
    for (int c = 0; c < channels; c++) {
      if (routine.kind() == Routine.Kind.LEFT_GRADIENT) {
        for (int token = 0; token < before; token++) {
          put(to, c * tokens + token, lane, 0);
        }
      }
      for (int column = 0; column < used; column++) {
        int place = (int) at(places, column, lane);
        if (routine.kind() == Routine.Kind.LEFT) {
          put(to, c * columns + column, lane, at(from, c * tokens + Math.max(place - 1, 0), lane));
        } else if (place > 0) {
          int line = c * tokens + place - 1;
          put(to, line, lane, at(to, line, lane) + at(from, c * columns + column, lane));
        }
      }
    }
  }
}
