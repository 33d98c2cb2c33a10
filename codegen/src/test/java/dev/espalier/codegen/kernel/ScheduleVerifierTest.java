package dev.espalier.codegen.kernel;

import static dev.espalier.codegen.kernel.Buffer.Access.READ;
import static dev.espalier.codegen.kernel.Buffer.Access.UPDATE;
import static dev.espalier.codegen.kernel.Buffer.Access.WRITE;
import static dev.espalier.codegen.kernel.KernelSchedule.PLAIN;
import static dev.espalier.codegen.kernel.KernelSchedule.tile;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleVerifierTest {
  private static final Buffer IN = Buffer.laned("in", READ);
  private static final Buffer OUT = Buffer.laned("out", WRITE);
  private static final Buffer SUMS = Buffer.laned("sums", UPDATE);
  private static final Buffer POINTERS = Buffer.ints("pointers");
  private static final Buffer COLUMNS = Buffer.ints("columns");
  private static final Var ROW = new Var("row");
  private static final Var TAP = new Var("tap");
  private static final Var ENTRY = new Var("entry");
  private static final Var COLUMN = new Var("column");
  private static final Var LANE = new Var("lane");
  private static final Local SUM = Local.lanes("sum");

  private static KernelSpec spec(KernelSchedule schedule, Stmt... body) {
    Set<Buffer> buffers = new LinkedHashSet<>();
    Walk.statements(
        List.of(body),
        s -> {
          if (s instanceof Stmt.Store store) {
            buffers.add(store.buffer());
          } else if (s instanceof Stmt.Index index) {
            buffers.add(index.ints());
          } else if (s instanceof Stmt.Loop(Var _, Extent.Streamed streamed, List<Stmt> _)) {
            buffers.add(streamed.pointers());
          }
        });
    Walk.expressions(
        List.of(body),
        e -> {
          if (e instanceof Expr.Load load) {
            buffers.add(load.buffer());
          }
        });
    return new KernelSpec("test", "", "", List.copyOf(buffers), List.of(body), schedule);
  }

  private static void legal(KernelSchedule schedule, Stmt... body) {
    assertThatCode(() -> KernelVerifier.verify(spec(schedule, body))).doesNotThrowAnyException();
  }

  private static void refused(String message, KernelSchedule schedule, Stmt... body) {
    legal(PLAIN, body);
    assertThatThrownBy(() -> KernelVerifier.verify(spec(schedule, body)))
        .isInstanceOf(InvalidKernelException.class)
        .hasMessage("Kernel 'test'" + message);
  }

  private static Stmt storeAt(Affine at) {
    return Stmt.lanes(LANE, Stmt.store(OUT, at, IN.at(at)));
  }

  private static Stmt sparseRows() {
    return Stmt.loop(
        ROW,
        4,
        Stmt.loop(
            ENTRY,
            POINTERS,
            Affine.of(ROW),
            Stmt.index(COLUMN, COLUMNS, Affine.of(ENTRY)),
            Stmt.lanes(LANE, Stmt.accumulate(SUMS, COLUMN, IN.at(ROW)))));
  }

  @Test
  void onlyLoopsAreJammedAndOnce() {
    Stmt body = Stmt.loop(ROW, 4, storeAt(Affine.of(ROW)));
    refused(": the schedule jams tap, which is no loop of it; loops are [row, lane].", tile(TAP, 2), body);
    refused(": the schedule jams row by 0; at least 1 is meant.", tile(ROW, 0), body);
    refused(
        ": the schedule jams row twice.",
        new KernelSchedule(List.of(new KernelSchedule.Jam(ROW, 2), new KernelSchedule.Jam(ROW, 3)), List.of()),
        body);
    legal(tile(ROW, 3, LANE, 2), body);
  }

  @Test
  void stretchesThatAreStoredSideBySideAreApart() {
    Affine near = ROW.times(3).plus(TAP);
    Stmt added = Stmt.loop(ROW, 4, Stmt.lanes(LANE, 3, Stmt.loop(TAP, 2, Stmt.accumulate(SUMS, near, IN.at(ROW)))));
    legal(tile(ROW, 2), added);
    refused(
        ", in row: lane lane: stretches of 3 lines of buffer sums, stored to at [3 * row + tap], may begin 1 apart and"
            + " overlap.",
        tile(TAP, 2),
        added);
    legal(tile(LANE, 2), Stmt.loop(ROW, 4, Stmt.lanes(LANE, 3, Stmt.store(OUT, ROW, IN.at(ROW)))));
  }

  @Test
  void stretchesThatOverlapAreNotStoredOneAfterTheOther() {
    Stmt body = Stmt.lanes(LANE, 3, Stmt.loop(TAP, 2, Stmt.store(OUT, TAP, IN.at(TAP))));
    assertThatThrownBy(() -> KernelVerifier.verify(spec(PLAIN, body)))
        .isInstanceOf(InvalidKernelException.class)
        .hasMessage(
            "Kernel 'test': lane lane: stretches of 3 lines of buffer out, stored to at [tap], may begin 1 apart and"
                + " overlap.");
    legal(PLAIN, Stmt.lanes(LANE, 3, Stmt.loop(TAP, 2, Stmt.store(OUT, TAP.times(3), IN.at(TAP)))));
  }

  @Test
  void aStreamedExtentMayNotDependOnAJammedVariable() {
    refused(
        ", in row: row cannot be jammed by 2: the streamed extent of entry, pointers[row], depends on it. Jam a loop"
            + " that the extent does not depend on, or store rows in panels of one pattern.",
        tile(ROW, 2),
        sparseRows());
    legal(tile(ENTRY, 2), sparseRows());
  }

  @Test
  void anExtentMayNotDependOnAJammedVariableThroughAnIndex() {
    refused(
        ", in row: row cannot be jammed by 2: the streamed extent of entry, pointers[column], depends on it. Jam a loop"
            + " that the extent does not depend on, or store rows in panels of one pattern.",
        tile(ROW, 2),
        Stmt.loop(
            ROW,
            4,
            Stmt.index(COLUMN, COLUMNS, Affine.of(ROW)),
            Stmt.loop(
                ENTRY,
                POINTERS,
                Affine.of(COLUMN),
                Stmt.lanes(LANE, Stmt.accumulate(SUMS, ENTRY, IN.at(0))))));
  }

  @Test
  void copiesStoreToDifferentPlaces() {
    legal(tile(ROW, 3), Stmt.loop(ROW, 4, Stmt.loop(TAP, 3, storeAt(ROW.times(3).plus(TAP)))));
    refused(
        ", in row: row cannot be jammed by 3: buffer out[2 * row + tap] may be the same element for different row.",
        tile(ROW, 3),
        Stmt.loop(ROW, 4, Stmt.loop(TAP, 4, storeAt(ROW.times(2).plus(TAP)))));
    refused(
        ", in row: row cannot be jammed by 3: buffer out[tap] is stored to by every row; only adding may trade places.",
        tile(ROW, 3),
        Stmt.loop(ROW, 4, Stmt.loop(TAP, 4, storeAt(Affine.of(TAP)))));
    refused(
        ", in row: row cannot be jammed by 2: buffer sums is stored to and touched at several places, [row + 1, row].",
        tile(ROW, 2),
        Stmt.loop(ROW, 4, Stmt.lanes(LANE, Stmt.store(SUMS, ROW.plus(1), SUMS.at(ROW)))));
    refused(
        ", in entry: entry cannot be jammed by 2: buffer out[column] is stored to by every entry; only adding may trade"
            + " places.",
        tile(ENTRY, 2),
        Stmt.loop(ENTRY, 4, Stmt.index(COLUMN, COLUMNS, Affine.of(ENTRY)), storeAt(Affine.of(COLUMN))));
  }

  @Test
  void addingMayTradePlaces() {
    legal(
        tile(ROW, 3),
        Stmt.loop(ROW, 4, Stmt.loop(TAP, 4, Stmt.lanes(LANE, Stmt.accumulate(SUMS, ROW.plus(TAP), IN.at(ROW))))));
  }

  @Test
  void whatIsCarriedIsAnAccumulator() {
    Stmt before = Stmt.define(SUM, IN.at(0));
    Stmt after = Stmt.store(OUT, Affine.of(0), SUM.read());
    legal(
        tile(TAP, 2),
        Stmt.lanes(LANE, before, Stmt.loop(TAP, 4, Stmt.assign(SUM, SUM.read().max(IN.at(TAP)))), after));
    refused(
        ", in lane > tap: tap cannot be jammed by 2: local sum is carried from one iteration to the next and is no sum,"
            + " maximum or minimum.",
        tile(TAP, 2),
        Stmt.lanes(LANE, before, Stmt.loop(TAP, 4, Stmt.assign(SUM, SUM.read().times(IN.at(TAP)))), after));
    refused(
        ", in lane > tap: tap cannot be jammed by 2: local sum is carried from one iteration to the next and mixes"
            + " reductions.",
        tile(TAP, 2),
        Stmt.lanes(
            LANE,
            before,
            Stmt.loop(TAP, 4, Stmt.add(SUM, IN.at(TAP)), Stmt.assign(SUM, SUM.read().max(0))),
            after));
    refused(
        ", in lane > tap: tap cannot be jammed by 2: local sum is carried from one iteration to the next and read"
            + " between.",
        tile(TAP, 2),
        Stmt.lanes(LANE, before, Stmt.loop(TAP, 4, Stmt.add(SUM, IN.at(TAP)), Stmt.store(OUT, TAP, SUM.read()))));
  }

  @Test
  void anOrderIsOfAPerfectNest() {
    Stmt body = Stmt.loop(ROW, 4, Stmt.loop(TAP, 2, storeAt(ROW.times(2).plus(TAP))));
    legal(PLAIN.ordered(LANE, TAP, ROW), body);
    legal(PLAIN.ordered(TAP, ROW), body);
    String text = " names loops that do not form a perfect nest, each the only statement of the one outside it.";
    refused(": the order [row, lane]" + text, PLAIN.ordered(ROW, LANE), body);
    refused(": the order [row, row]" + text, PLAIN.ordered(ROW, ROW), body);
    refused(": the order [entry]" + text, PLAIN.ordered(ENTRY), body);
  }

  @Test
  void anOrderKeepsTheResult() {
    refused(
        ": the loops [row, tap] cannot change their order: buffer out[row + tap] may be the same element for different"
            + " row.",
        PLAIN.ordered(TAP, ROW),
        Stmt.loop(ROW, 4, Stmt.loop(TAP, 2, storeAt(ROW.plus(TAP)))));
    refused(
        ": the loops [row, tap] cannot change their order: buffer out[0] is stored to by every row; only adding may"
            + " trade places.",
        PLAIN.ordered(TAP, ROW),
        Stmt.loop(ROW, 4, Stmt.loop(TAP, 2, storeAt(Affine.of(0)))));
    refused(
        ": the loops [row, entry] cannot change their order: the extent of entry depends on row.",
        PLAIN.ordered(ENTRY, ROW),
        Stmt.loop(
            ROW,
            4,
            Stmt.loop(
                ENTRY, POINTERS, Affine.of(ROW), Stmt.lanes(LANE, Stmt.accumulate(SUMS, ENTRY, IN.at(ROW))))));
  }
}
