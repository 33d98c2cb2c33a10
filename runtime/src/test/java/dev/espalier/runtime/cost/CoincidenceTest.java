package dev.espalier.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoincidenceTest {
  private static final int LANES = 16;
  private static final int BASE = 48;

  @ParameterizedTest
  @CsvSource({
    // M, C, H, W, R, S, strides, paddings, groups, halo
    "3, 2, 5, 6, 3, 3, 1, 1, 0, 0, 1, 0",
    "4, 2, 5, 6, 3, 3, 1, 1, 1, 1, 1, 1",
    "4, 4, 7, 5, 3, 2, 2, 1, 1, 0, 2, 2",
    "6, 3, 6, 6, 5, 5, 2, 3, 2, 2, 3, 2",
    "8, 8, 4, 4, 3, 3, 1, 2, 1, 2, 8, 1",
    "5, 3, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1",
    "7, 9, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0",
    "4, 4, 6, 6, 1, 1, 3, 2, 0, 0, 4, 0",
  })
  void everyProductOfAKeptWeightAndANonZeroInputIsCountedOnce(
      int filters, int channels, int height, int width, int r, int s, int strideY, int strideX, int padY, int padX,
      int groups, int halo) {
    WeightGeometry geometry = new WeightGeometry(
        filters, channels, height, width, r, s, strideY, strideX, padY, padX, groups, false);
    Layout layout = Layout.image(channels, height, width).halo(halo, halo);
    Random random = new Random(filters * 31 + channels);
    for (double sparsity : new double[] {0, 0.4, 0.9}) {
      BitSet kept = CostModelTest.random(geometry.size(), sparsity, 11);
      float[] slab = activations(layout, sparsity, random);

      assertThat(Coincidence.count(geometry, kept, slab, BASE, LANES, 13, layout))
          .isEqualTo(byBruteForce(geometry, kept, slab, 13, layout));
    }
  }

  @Test
  void allWeightsOnInputsWithoutZerosTakeTheFormulasMacsWhereThereIsNoPadding() {
    WeightGeometry geometry = new WeightGeometry(4, 6, 7, 8, 3, 3, 2, 1, 0, 0, 2, false);
    Layout layout = Layout.image(6, 7, 8);
    float[] slab = activations(layout, 0, new Random(1));

    assertThat(Coincidence.count(geometry, whole(geometry), slab, BASE, LANES, 10, layout))
        .isEqualTo(10 * geometry.macs());
  }

  @Test
  void paddingNeverCounts() {
    // One pixel under a 3 x 3 kernel with a padding of 1: of 9 taps only the middle one meets it.
    WeightGeometry geometry = new WeightGeometry(1, 1, 1, 1, 3, 3, 1, 1, 1, 1, 1, false);
    Layout layout = Layout.image(1, 1, 1);

    assertThat(geometry.macs()).isEqualTo(9);
    float[] slab = activations(layout, 0, new Random(2));
    assertThat(Coincidence.count(geometry, whole(geometry), slab, BASE, LANES, 1, layout))
        .isEqualTo(1);
  }

  @Test
  void batchesAddUpAndNegativeZeroIsZero() {
    WeightGeometry geometry = WeightGeometry.dense(3, 2, false);
    InputActivity activity = new InputActivity(Layout.vector(2));
    float[] slab = new float[2 * LANES];
    slab[0] = -0f;
    slab[1] = Float.MIN_VALUE;
    activity.observe(slab, 0, LANES, 2).observe(slab, 0, LANES, 1).observe(slab, 0, LANES, 0);

    assertThat(activity.samples()).isEqualTo(3);
    assertThat(activity.nonZero(0)).isEqualTo(1);
    assertThat(activity.sparsity()).isEqualTo(5 / 6.0);
    assertThat(Coincidence.count(geometry, whole(geometry), activity)).isEqualTo(3);
  }

  @Test
  void aDenseLayerMayReadAFlattenedImage() {
    WeightGeometry geometry = WeightGeometry.dense(2, 12, false);
    Layout image = Layout.image(3, 2, 2).halo(1, 1);
    float[] slab = new float[image.lines() * LANES];
    slab[image.line(1, 1, 0) * LANES] = 5;
    BitSet kept = new BitSet();
    kept.set(12 + (1 * 2 + 1) * 2);

    assertThat(Coincidence.count(geometry, kept, slab, 0, LANES, 1, image)).isEqualTo(1);
  }

  @Test
  void inputsOfAnotherLayerAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Coincidence.count(WeightGeometry.dense(2, 12, false), new BitSet(), new InputActivity(Layout.vector(11))))
        .withMessageContaining("reads 12 x 1 x 1 inputs, and 11 were observed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InputActivity(Layout.vector(1)).observe(new float[16], 0, 16, 17))
        .withMessageContaining("0 to 16 samples, and 17");
  }

  private static BitSet whole(WeightGeometry geometry) {
    return CostModelTest.random(geometry.size(), 0, 0);
  }

  /** Inside, a share of zeros; in halo, unused lanes and around the value, numbers that must not be counted. */
  private static float[] activations(Layout layout, double zeros, Random random) {
    float[] slab = new float[BASE + (layout.lines() + 2) * LANES];
    java.util.Arrays.fill(slab, 99);
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          for (int lane = 0; lane < LANES; lane++) {
            slab[BASE + layout.line(c, y, x) * LANES + lane] =
                random.nextDouble() < zeros ? 0 : 1 + random.nextFloat();
          }
        }
      }
    }
    return slab;
  }

  /** Seven loops, straight from the definition of a convolution. */
  private static long byBruteForce(WeightGeometry g, BitSet kept, float[] slab, int count, Layout layout) {
    long sum = 0;
    int channelsOfGroup = g.channels() / g.groups();
    for (int m = 0; m < g.filters(); m++) {
      for (int c = 0; c < channelsOfGroup; c++) {
        for (int r = 0; r < g.kernelHeight(); r++) {
          for (int s = 0; s < g.kernelWidth(); s++) {
            boolean keeps = kept.get(((m * channelsOfGroup + c) * g.kernelHeight() + r) * g.kernelWidth() + s);
            int channel = m / (g.filters() / g.groups()) * channelsOfGroup + c;
            for (int e = 0; e < g.outHeight(); e++) {
              for (int f = 0; f < g.outWidth(); f++) {
                int y = e * g.strideHeight() + r - g.padHeight();
                int x = f * g.strideWidth() + s - g.padWidth();
                boolean inside = y >= 0 && y < g.height() && x >= 0 && x < g.width();
                for (int lane = 0; keeps && inside && lane < count; lane++) {
                  sum += slab[BASE + layout.line(channel, y, x) * LANES + lane] != 0 ? 1 : 0;
                }
              }
            }
          }
        }
      }
    }
    return sum;
  }
}
