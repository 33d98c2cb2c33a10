package dev.espalier.codegen.kernel;

import static dev.espalier.codegen.kernel.Buffer.Access.READ;
import static dev.espalier.codegen.kernel.Buffer.Access.UPDATE;
import static dev.espalier.codegen.kernel.Buffer.Access.WRITE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelVerifierTest {
  private static final Buffer IN = Buffer.laned("in", READ);
  private static final Buffer OUT = Buffer.laned("out", WRITE);
  private static final Buffer WEIGHTS = Buffer.floats("weights", READ);
  private static final Buffer GRADIENT = Buffer.floats("gradient", UPDATE);
  private static final Buffer POINTERS = Buffer.ints("pointers");
  private static final Var ROW = new Var("row");
  private static final Var LANE = new Var("lane");
  private static final Local SUM = Local.lanes("sum");
  private static final Local FACTOR = Local.scalar("factor");
  private static final Expr ZERO = Expr.constant(0);

  /** The buffers are those that the statements use, unless listed. */
  private static void refused(String message, Stmt... body) {
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
    refused(message, List.copyOf(buffers), body);
  }

  private static void refused(String message, List<Buffer> buffers, Stmt... body) {
    KernelSpec spec = new KernelSpec("test", "", "", buffers, List.of(body), KernelSchedule.PLAIN);
    assertThatThrownBy(() -> KernelVerifier.verify(spec))
        .isInstanceOf(InvalidKernelException.class)
        .hasMessage("Kernel 'test'" + message);
  }

  private static Stmt copy() {
    return Stmt.lanes(LANE, Stmt.store(OUT, ROW, IN.at(ROW)));
  }

  @Test
  void namesAreUniqueAndIdentifiers() {
    refused(
        ", in row: the name row is taken twice among buffers, variables and locals in scope; rename one of them.",
        Stmt.loop(ROW, 2, Stmt.loop(ROW, 2, copy())));
    refused(
        ": the name in is taken twice among buffers, variables and locals in scope; rename one of them.",
        List.of(IN, OUT, IN),
        copy());
    refused(": '2x' is not a Java identifier.", Stmt.loop(new Var("2x"), 2, copy()));
  }

  @Test
  void buffersAreDeclaredAndUsed() {
    refused(
        ", in row > lane: Buffer[name=out, kind=LANED, access=WRITE] is not declared; declared are in.",
        List.of(IN),
        Stmt.loop(ROW, 2, copy()));
    refused(
        ": buffer weights is declared and never used; remove it.",
        List.of(IN, OUT, WEIGHTS),
        Stmt.loop(ROW, 2, copy()));
  }

  @Test
  void variablesAndLocalsAreInScope() {
    refused(", in lane: variable row of index row is not in scope.", copy());
    refused(
        ", in lane: lane lane stands in index lane; lanes are addressed implicitly.",
        Stmt.lanes(LANE, Stmt.store(OUT, LANE, ZERO)));
    refused(", in lane: LANES local sum is not in scope.", Stmt.lanes(LANE, Stmt.store(OUT, Affine.of(0), SUM.read())));
    refused(
        ": SCALAR local factor is not in scope.",
        Stmt.loop(ROW, 2, Stmt.define(FACTOR, ZERO)),
        Stmt.accumulate(GRADIENT, Affine.of(0), FACTOR.read()));
  }

  @Test
  void lanesStandOnceOnAPathAndAroundAllLanedAccess() {
    refused(
        ", in lane: Lanes other stands inside another Lanes; one is the most on a path.",
        Stmt.lanes(LANE, Stmt.lanes(new Var("other"), copy())));
    refused(", in row: LANED buffer in is loaded outside Lanes.", Stmt.loop(ROW, 2, Stmt.define(FACTOR, IN.at(ROW))));
    refused(", in row: LANED buffer out is stored to outside Lanes.", Stmt.loop(ROW, 2, Stmt.store(OUT, ROW, ZERO)));
    refused(
        ", in lane: FLOATS buffer gradient is stored to inside Lanes, once for every vector; store after Lanes.",
        Stmt.lanes(LANE, Stmt.store(GRADIENT, Affine.of(0), ZERO)));
  }

  @Test
  void extentsAreAtLeastOneAndBodiesNotEmpty() {
    refused(": loop row has extent 0; a fixed extent is at least 1.", Stmt.loop(ROW, 0, copy()));
    refused(", in row: the body is empty.", Stmt.loop(ROW, 2));
  }

  @Test
  void patternsAreIntsAndReadOnly() {
    refused(
        ": the extent of loop row comes from buffer weights, which is FLOATS, not INTS.",
        Stmt.loop(ROW, WEIGHTS, Affine.of(0), copy()));
    refused(
        ": Index row loads from buffer weights, which is FLOATS, not INTS.",
        Stmt.index(ROW, WEIGHTS, Affine.of(0)));
    refused(
        ": INTS buffer pointers is loaded as a number; use Index to make it a variable.",
        Stmt.define(FACTOR, POINTERS.at(0)));
    refused(
        ": INTS buffer pointers has access UPDATE; patterns are read only: use READ.",
        List.of(new Buffer("pointers", Buffer.Kind.INTS, UPDATE)),
        copy());
    refused(
        ": INTS buffer pointers is stored to; patterns are read only.", Stmt.store(POINTERS, Affine.of(0), ZERO));
  }

  @Test
  void linesGivenInFloatsStandInIndexesOfLinesAlone() {
    refused(
        ", in lane: variable row of index row is a line given in floats; it stands in indexes of LANED buffers alone.",
        Stmt.lanes(
            LANE,
            Stmt.offset(ROW, POINTERS, Affine.of(0)),
            Stmt.store(OUT, Affine.of(ROW), WEIGHTS.at(ROW))));
    refused(
        ": variable row of index row is a line given in floats; it stands in indexes of LANED buffers alone.",
        Stmt.offset(ROW, POINTERS, Affine.of(0)),
        Stmt.loop(new Var("unit"), POINTERS, Affine.of(ROW), copy()));
  }

  @Test
  void accessModesHold() {
    refused(
        ", in lane: buffer in is stored to and has access READ; declare it WRITE or UPDATE.",
        Stmt.lanes(LANE, Stmt.store(IN, Affine.of(0), ZERO)));
    refused(
        ", in lane: buffer out is added to and has access WRITE; declare it UPDATE.",
        Stmt.lanes(LANE, Stmt.accumulate(OUT, Affine.of(0), ZERO)));
    refused(
        ", in lane: buffer out is loaded and has access WRITE; declare it READ or UPDATE.",
        Stmt.lanes(LANE, Stmt.store(OUT, Affine.of(0), OUT.at(1))));
  }

  @Test
  void numbersAreNotVectors() {
    refused(
        ", in lane: local factor is SCALAR and its initial value is LANES; declare it LANES or sum the lanes.",
        Stmt.lanes(LANE, Stmt.define(FACTOR, IN.at(0))));
    refused(
        ", in lane: SCALAR local factor is assigned a LANES value; declare it LANES or sum the lanes.",
        Stmt.lanes(LANE, Stmt.define(FACTOR, ZERO), Stmt.assign(FACTOR, IN.at(0))));
    refused(
        ", in lane: SCALAR local factor is defined outside Lanes and assigned inside, once for every vector; define it"
            + " inside or make it LANES.",
        Stmt.define(FACTOR, ZERO),
        Stmt.lanes(LANE, Stmt.assign(FACTOR, ZERO)));
  }

  @Test
  void reductionsAreOnlyAddedToAndSummed() {
    refused(
        ": local sum is LANES and defined outside Lanes, so it is a reduction and starts at constant 0, not at another"
            + " value.",
        Stmt.define(SUM, Expr.constant(1)));
    refused(
        ", in lane: reduction sum is assigned something else than itself plus a value; its other lanes would be lost.",
        Stmt.define(SUM, ZERO),
        Stmt.lanes(LANE, Stmt.assign(SUM, SUM.read().max(IN.at(0)))));
    refused(
        ": reduction sum is assigned outside Lanes; it may only be added to, inside Lanes.",
        Stmt.define(SUM, ZERO),
        Stmt.add(SUM, ZERO));
    refused(
        ", in lane: reduction sum is read; only SumLanes after Lanes may read it.",
        Stmt.define(SUM, ZERO),
        Stmt.lanes(LANE, Stmt.store(OUT, Affine.of(0), SUM.read())));
    refused(
        ", in lane: SumLanes stands inside Lanes, before the sum is complete.",
        Stmt.define(SUM, ZERO),
        Stmt.lanes(LANE, Stmt.define(FACTOR, Expr.sumLanes(SUM))));
    refused(
        ": SumLanes wants a read of a LANES local that is defined outside Lanes.",
        Stmt.define(FACTOR, new Expr.SumLanes(Expr.constant(1))));
  }

  @Test
  void theInterpreterAsksForEveryBuffer() {
    KernelSpec spec =
        new KernelSpec(
            "test", "", "", List.of(IN, OUT), List.of(Stmt.loop(ROW, 2, copy())), KernelSchedule.PLAIN);
    assertThatThrownBy(() -> Interpreter.run(spec, Arguments.of(new double[64], 16).base("in", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test needs the LANED buffer out; given are [in]");
  }
}
