package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.Routine;
import java.util.Arrays;
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

  /**
   * Runs a routine.
   *
   * @param table the threshold that was learned, or null
   */
  static void run(Routine routine, double[] slab, int lanes, int[] laned, double[] table) {
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
        case SELECT_ABOVE -> tokens.selectAbove(lane, laned[0], -1, laned[1], laned[2], table[0]);
        case MASKED_SELECT_ABOVE -> tokens.selectAbove(lane, laned[0], laned[1], laned[2], laned[3], table[0]);
        case WEIGH_SELECT ->
            tokens.selectAbove(lane, laned[0], -1, laned[1], laned[2], tokens.threshold(laned[3], lane, table));
        case MASKED_WEIGH_SELECT ->
            tokens.selectAbove(lane, laned[0], laned[1], laned[2], laned[3], tokens.threshold(laned[4], lane, table));
        case WEIGH -> tokens.weigh(lane, laned[0], laned[1], -1, Arrays.copyOfRange(laned, 2, 6), table[0]);
        case WEIGH_MORE ->
            tokens.weigh(lane, laned[0], laned[1], laned[2], Arrays.copyOfRange(laned, 3, 7), table[0]);
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
    select(lane, received, valid, places, left, constants.get(1), constants.get(2), constants.get(3),
        routine.numbers().get(0), routine.numbers().get(1));
  }

  /** Sentences have no gaps, so that tokens that all stay keep their columns. */
  private void selectAbove(int lane, int received, int valid, int places, int left, double threshold) {
    List<Integer> constants = routine.constants();
    select(lane, received, valid, places, left, constants.get(0), constants.get(1), 0, 0, threshold);
  }

  private double threshold(int stage, int lane, double[] table) {
    return at(stage, 0, lane) > 0 ? Double.NEGATIVE_INFINITY : table[0];
  }

  /** Of the last four the stage, the weights, the slopes and the pulls. */
  private void weigh(int lane, int received, int left, int before, int[] own, double threshold) {
    int tokens = routine.constants().get(0);
    boolean weighed = at(own[0], 0, lane) > 0;
    double temperature = routine.numbers().get(0);
    int stays = routine.constants().get(1) > 0 ? 0 : IntStream.range(0, tokens)
        .filter(t -> at(left, t, lane) > 0).boxed()
        .max(Comparator.comparingDouble((Integer t) -> at(received, t, lane)).thenComparingInt(t -> -t)).orElse(-1);
    for (int token = 0; token < tokens; token++) {
      double share = 1;
      if (weighed && at(left, token, lane) > 0 && token != stays) {
        share = 1 / (1 + Math.exp((threshold - at(received, token, lane)) / temperature));
      }
      boolean some = at(left, token, lane) > 0;
      put(own[1], token, lane, some ? share * (weighed && before >= 0 ? at(before, token, lane) : 1) : 0);
      put(own[2], token, lane, some ? (1 - share) / temperature : 0);
      put(own[3], token, lane, 0);
    }
  }

  private void select(int lane, int received, int valid, int places, int left, int columns, int first, int most,
      double share, double threshold) {
    List<Integer> some = IntStream.range(0, routine.constants().get(0))
        .filter(t -> valid < 0 || at(valid, t, lane) > 0).boxed().toList();
    int keep = most == 0 ? some.size() : most;
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
