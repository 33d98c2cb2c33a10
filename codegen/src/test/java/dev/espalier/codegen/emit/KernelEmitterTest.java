package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Nests.INPUT;
import static dev.espalier.codegen.emit.Nests.LANE;
import static dev.espalier.codegen.emit.Nests.UNIT;
import static dev.espalier.codegen.kernel.KernelSchedule.tile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.InvalidKernelException;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Lowering;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelEmitterTest {

  private static String emit(KernelSpec spec, Target target) {
    return KernelEmitter.emit(spec, target, "sample", "DenseForward").toString();
  }

  @Test
  void aKernelIsReadable() {
    KernelSpec spec = Nests.denseForward(4, 30).spec().with(tile(UNIT, 2));
    assertThat(emit(spec, Target.VECTOR))
        .contains(
            """
            /**
             * {@code dense forward 30 -> 4}
             *
             * <p>{@code out[unit] = max(0, bias[unit] + sum over input of weights[unit][input] * in[input])}
             *
             * <p>Register tile: 2 unit.
             */
            @Generated("dev.espalier")
            final class DenseForward {
            """)
        .contains(
            """
              static void run(float[] slab, int lanes, int in, float[] weights, float[] bias, int out) {
                int weightsUnit = 0;
                int outUnit = out;
                // unit in tiles of 2
                for (int unit = 0; unit < 4; unit += 2) {
                  for (int lane = 0; lane < lanes; lane += STEP) {
                    int inLane = in + lane;
                    int outLane = outUnit + lane;
                    FloatVector bias0 = FloatVector.broadcast(SPECIES, bias[unit]);
                    FloatVector sum0 = bias0;
                    FloatVector bias1 = FloatVector.broadcast(SPECIES, bias[unit + 1]);
                    FloatVector sum1 = bias1;
                    int weightsInput = weightsUnit;
                    int inInput = inLane;
                    for (int input = 0; input < 30; input++) {
                      FloatVector in0 = FloatVector.fromArray(SPECIES, slab, inInput);
                      FloatVector weights0 = FloatVector.broadcast(SPECIES, weights[weightsInput]);
                      sum0 = weights0.lanewise(VectorOperators.FMA, in0, sum0);
                      FloatVector weights1 = FloatVector.broadcast(SPECIES, weights[weightsInput + 30]);
                      sum1 = weights1.lanewise(VectorOperators.FMA, in0, sum1);
                      weightsInput++;
                      inInput += lanes;
                    }
                    sum0.lanewise(VectorOperators.MAX, FloatVector.zero(SPECIES)).intoArray(slab, outLane);
                    sum1.lanewise(VectorOperators.MAX, FloatVector.zero(SPECIES)).intoArray(slab, outLane + lanes);
                  }
                  weightsUnit += 60;
                  outUnit += 2 * lanes;
                }
              }
            """);
  }

  @Test
  void portableCodeNeedsNoModuleAndNoFusedMultiplyAdd() {
    String source = emit(Nests.denseForward(4, 30).spec().with(tile(UNIT, 2, LANE, 2)), Target.PORTABLE);
    assertThat(source)
        .contains("sum00 = weights0 * in0 + sum00;")
        .contains("slab[outLane + lanes + 1] = Math.max(sum11, 0.0f);")
        .doesNotContain("jdk.incubator")
        .doesNotContain("fma");
  }

  @Test
  void emittingTwiceGivesTheSameText() {
    KernelSpec spec = Nests.convolution(5, 3, 7, 2).spec().with(tile(Nests.FILTER, 4, LANE, 2));
    assertThat(emit(spec, Target.VECTOR)).isEqualTo(emit(spec, Target.VECTOR));
  }

  @Test
  void namesOfTheLanguageAndOfTheEmitterDoNotClash() throws Exception {
    Buffer from = Buffer.laned("slab", Buffer.Access.READ);
    Buffer to = Buffer.laned("SPECIES", Buffer.Access.WRITE);
    Buffer numbers = Buffer.floats("lanes", Buffer.Access.READ);
    Var line = new Var("int");
    Local local = Local.lanes("slab0");
    KernelSpec spec =
        new KernelSpec(
            "names */ {",
            "ends */ here {",
            "@Deprecated",
            List.of(from, to, numbers),
            List.of(
                Stmt.loop(
                    line,
                    3,
                    Stmt.lanes(
                        new Var("STEP"),
                        Stmt.define(local, from.at(line)),
                        Stmt.store(to, line, local.read().times(numbers.at(line)))))),
            tile(line, 2));
    CompiledKernels kernels = new CompiledKernels();
    kernels.add(KernelCase.of(spec, 1).size(from, 3).size(to, 3).size(numbers, 3));
    kernels.compareAllWithTheInterpreter();
  }

  @Test
  void aTileOverTheLimitIsSplitIntoMethods() {
    LoweredKernel kernel = Lowering.lower(Nests.denseForward(301, 784).spec().with(tile(UNIT, 8, LANE, 3)));
    assertThat(kernel.schedule()).isEqualTo(tile(UNIT, 8, LANE, 3));
    assertThat(kernel.methods()).extracting(LoweredKernel.Method::name).containsExactly("run", "laneTile", "rest");
  }

  @Test
  void aTileThatCannotBeSplitIsReduced() {
    KernelSchedule asked = tile(UNIT, 8, INPUT, 5);
    KernelSpec spec = Nests.denseWeightGradient(16, 15).spec().with(asked);
    assertThat(Lowering.lower(spec).schedule()).isEqualTo(tile(INPUT, 5).with(UNIT, 6).with(INPUT, 5));
    assertThat(emit(spec, Target.VECTOR))
        .contains("Register tile: 6 unit x 5 input, reduced from 8 unit x 5 input to stay within HotSpot's limits.");
  }

  @Test
  void aKernelOverTheLimitWithoutATileIsRefused() {
    Buffer in = Buffer.laned("in", Buffer.Access.READ);
    Buffer out = Buffer.laned("out", Buffer.Access.WRITE);
    Local sum = Local.lanes("sum");
    List<Stmt> body = new ArrayList<>(List.of(Stmt.define(sum, Expr.constant(0))));
    for (int i = 0; i < 33; i++) {
      body.add(Stmt.addProduct(sum, in.at(i), in.at(i)));
    }
    body.add(Stmt.store(out, Affine.of(0), sum.read()));
    KernelSpec spec =
        new KernelSpec(
            "squares", "", "", List.of(in, out), List.of(new Stmt.Lanes(LANE, 1, null, body)), KernelSchedule.PLAIN);
    assertThatThrownBy(() -> Lowering.lower(spec))
        .isInstanceOf(InvalidKernelException.class)
        .hasMessageStartingWith("Kernel 'squares': one method needs 33 multiply-adds, ")
        .hasMessageEndingWith("Split the kernel, or use a loop instead of statements.");
  }
}
