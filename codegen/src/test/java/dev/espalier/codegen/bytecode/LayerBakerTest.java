package dev.espalier.codegen.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Lowering;
import dev.espalier.codegen.layer.BakedRows;
import dev.espalier.codegen.testmodel.Allocation;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.execution.BakedForm;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.KernelBaker;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.FrozenPlan;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerBakerTest {
  private final Randomness random = Randomness.stream(8, "bake", 0);

  @AfterEach
  void forget() {
    System.clearProperty(KernelBaker.PROPERTY);
  }

  private static LayerInfo layer(WeightGeometry geometry, Activation activation) {
    Layout out = new Layout(geometry.filters(), geometry.outHeight(), geometry.outWidth(), 0, 0).halo(1, 1);
    Layout in = new Layout(geometry.channels(), geometry.height(), geometry.width(), geometry.padHeight() + 1, 2);
    return new LayerInfo("small", "Conv2d", List.of("x"), out, in, geometry, null,
        new FrozenPlan(false, 0, false, false, out, activation, 0.1));
  }

  private RowForm rows(LayerInfo layer, double density) {
    int size = layer.weights().size();
    float[] weights = new float[size];
    BitSet kept = new BitSet();
    for (int i = 0; i < size; i++) {
      if (random.nextFloat(0, 1) < density) {
        kept.set(i);
        weights[i] = random.nextFloat(-1, 1);
      }
    }
    return RowForm.of(layer.weights(), layer.inferenceInput(), weights, kept);
  }

  private static float[] bias(WeightGeometry geometry) {
    float[] bias = new float[geometry.rows()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = i - 0.5f;
    }
    return bias;
  }

  /** Multiply-adds in row order, fused as vectors do. */
  private static float expected(
      LayerInfo layer, RowForm form, float[] bias, Slab slab, int filter, int y, int x, int lane) {
    WeightGeometry g = layer.weights();
    int top = y * g.strideHeight() - g.padHeight();
    int origin = layer.inferenceInput().line(0, top, x * g.strideWidth() - g.padWidth());
    float sum = bias[filter];
    for (int k = form.pointers()[filter]; k < form.pointers()[filter + 1]; k++) {
      sum = Math.fma(form.values()[k], slab.values()[slab.address(origin + form.taps()[k]) + lane], sum);
    }
    return Math.max(sum, 0);
  }

  @ParameterizedTest
  @CsvSource({"0.05, 16", "0.1, 80", "0.3, 48", "0.6, 16"})
  void aBakedConvolutionGivesTheBitsOfItsRows(double density, int lanes) {
    WeightGeometry geometry = new WeightGeometry(6, 4, 5, 4, 3, 3, 2, 1, 1, 1, 2, true);
    LayerInfo layer = layer(geometry, Activation.RELU);
    RowForm form = rows(layer, density);
    float[] bias = bias(geometry);
    BakedForm baked = KernelBaker.tryToBake(layer, form, bias).orElseThrow();
    assertThat(baked.label()).isEqualTo("baked rows");
    assertThat(baked.weightsRead()).isEqualTo(form.weightsRead());
    int in = layer.inferenceInput().lines();
    Slab slab = Slab.allocate(in + layer.frozen().output().lines(), lanes);
    for (int i = 0; i < in * lanes; i++) {
      slab.values()[slab.base() + i] = random.nextFloat(-1, 1);
    }
    baked.run(slab.values(), lanes, slab.address(0), slab.address(in));
    for (int filter = 0; filter < 6; filter++) {
      for (int y = 0; y < geometry.outHeight(); y++) {
        for (int x = 0; x < geometry.outWidth(); x++) {
          int at = slab.address(in + layer.frozen().output().line(filter, y, x));
          for (int lane = 0; lane < lanes; lane++) {
            assertThat(slab.values()[at + lane]).as("filter %d at %d, %d, lane %d", filter, y, x, lane)
                .isEqualTo(expected(layer, form, bias, slab, filter, y, x, lane));
          }
        }
      }
    }
  }

  @Test
  void everyMethodIsWithinTheLimitsOfHotSpot() {
    LayerInfo layer = layer(WeightGeometry.dense(200, 60, true), Activation.LEAKY_RELU);
    RowForm form = rows(layer, 0.04);
    List<KernelSpec> kernels = BakedRows.of(layer, form);
    assertThat(kernels).hasSizeGreaterThan(1);
    for (KernelSpec kernel : kernels) {
      LoweredKernel lowered = Lowering.lower(kernel);
      // The vectors that rows share are the asked ones: nothing had to be cut to fit.
      assertThat(lowered.schedule()).isEqualTo(kernel.schedule());
    }
  }

  @Test
  void largeLayersLongRowsAndOtherFormsAreLeftToGenericKernels() {
    LayerInfo large = layer(WeightGeometry.dense(40, 60, true), null);
    float[] bias = bias(large.weights());
    assertThat(KernelBaker.tryToBake(large, rows(large, 0.9), bias)).isEmpty();
    LayerInfo longRow = layer(WeightGeometry.dense(2, 60, true), null);
    assertThat(KernelBaker.tryToBake(longRow, rows(longRow, 1), bias(longRow.weights()))).isEmpty();
    assertThat(KernelBaker.tryToBake(longRow, DenseForm.of(longRow.weights(), new float[120]), bias)).isEmpty();
  }

  @Test
  void theSystemPropertyTurnsBakingOff() {
    LayerInfo layer = layer(WeightGeometry.dense(4, 6, true), null);
    RowForm form = rows(layer, 0.5);
    assertThat(KernelBaker.tryToBake(layer, form, bias(layer.weights()))).isPresent();
    System.setProperty(KernelBaker.PROPERTY, "off");
    assertThat(KernelBaker.tryToBake(layer, form, bias(layer.weights()))).isEmpty();
  }

  @Test
  void aBakedKernelDoesNotAllocate() {
    LayerInfo layer = layer(WeightGeometry.dense(20, 30, true), Activation.RELU);
    BakedForm baked = KernelBaker.tryToBake(layer, rows(layer, 0.1), bias(layer.weights())).orElseThrow();
    Slab slab = Slab.allocate(layer.inferenceInput().lines() + layer.frozen().output().lines(), 48);
    int y = slab.address(layer.inferenceInput().lines());
    assertThat(Allocation.leastBytes(1000, () -> baked.run(slab.values(), 48, slab.address(0), y)))
        .as("bytes in 1000 calls").isZero();
  }
}
