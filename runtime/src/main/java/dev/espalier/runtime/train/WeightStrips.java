package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WeightStep;
import java.util.Arrays;

/**
 * The gradient of a layer's weights in strips of columns: {@code dW[u,s] = sum_l dy[l,u] x[l,s]} over the samples l of
 * the batch, gradients and the strip's inputs being transposed. Strips are independent work.
 *
 * <p>A strip goes over its units block by block, so that their sums stay in the first caches until they are stored. A
 * block's gradients, for {@value WeightStep#TILE_SAMPLES} samples, stay in the second under all columns of the strip.
 */
final class WeightStrips {

  /** Columns of a strip: five cache lines, an odd number, as of a panel. */
  static final int WIDTH = 80;

  private static final int TRANSPOSED = 16;
  private static final int UNITS = WeightStep.TILE_UNITS;
  private static final int SAMPLES = WeightStep.TILE_SAMPLES;
  private static final int TILES = 16;
  private static final int BLOCK = TILES * UNITS;

  /** For each number the loop bounds that a kernel reads. */
  private static final int[][] BOUNDS = new int[Math.max(SAMPLES, TILES) + 1][];

  static {
    for (int count = 0; count < BOUNDS.length; count++) {
      BOUNDS[count] = new int[] {0, count};
    }
  }

  private final TrainingProgram program;
  private final WeightStep step;
  private final Parameter weight;
  private final Panels panels;

  /** By block of samples of the batch and block of units: tiles of units, in which a sample's units are neighbours. */
  private final float[][][] gradients;

  WeightStrips(TrainingProgram program, WeightStep step, Parameter weight, Panels panels) {
    this.program = program;
    this.step = step;
    this.weight = weight;
    this.panels = panels;
    int tiles = Math.ceilDiv(weight.rows(), UNITS);
    this.gradients = new float[Math.ceilDiv(panels.batch(), SAMPLES)][Math.ceilDiv(tiles, TILES)][];
    for (float[][] blocks : gradients) {
      for (int b = 0; b < blocks.length; b++) {
        blocks[b] = new float[Math.min(TILES, tiles - b * TILES) * UNITS * SAMPLES];
      }
    }
  }

  /** Takes over a panel's gradients of the layer's result, sample by sample; before any strip is taken. */
  void prepare(int panel, int samples) {
    Slab slab = panels.slab(panel);
    int count;
    for (int done = 0; done < samples; done += count) {
      int sample = panels.first(panel) + done;
      int place = sample % SAMPLES;
      count = Math.min(SAMPLES - place, samples - done);
      for (int unit = 0; unit < weight.rows(); unit += UNITS) {
        transpose(slab, step.gradientLine() + unit, Math.min(UNITS, weight.rows() - unit), done, count,
            gradients[sample / SAMPLES][unit / BLOCK], (unit % BLOCK) * SAMPLES + place * UNITS, UNITS);
      }
    }
  }

  /** Number of strips. */
  int count() {
    return Math.ceilDiv(weight.columns(), WIDTH);
  }

  /** Lines of the scratch slab, of {@link #WIDTH} lanes, that a strip takes. */
  static int scratchLines(Panels panels) {
    return panels.batch() + BLOCK;
  }

  /**
   * Takes one strip.
   *
   * @param samples of each panel
   */
  void take(int strip, int[] samples, Slab scratch) {
    int from = strip * WIDTH;
    int valid = Math.min(WIDTH, weight.columns() - from);
    int width = Slab.lanes(valid);
    float[] lines = scratch.values();
    int sums = scratch.base();
    int inputs = sums + BLOCK * width;
    int all = 0;
    for (int p = 0; p < samples.length; p++) {
      for (int column = 0; column < valid; column += TRANSPOSED) {
        transpose(panels.slab(p), step.inputLine() + from + column, Math.min(TRANSPOSED, valid - column), 0, samples[p],
            lines, inputs + panels.first(p) * width + column, width);
      }
      all += samples[p];
    }
    float[] gradient = weight.gradient();
    for (int unit = 0; unit < weight.rows(); unit += BLOCK) {
      int units = Math.min(BLOCK, weight.rows() - unit);
      Arrays.fill(lines, sums, inputs, 0f);
      for (int first = 0; first < all; first += SAMPLES) {
        program.weightStrip(lines, width, gradients[first / SAMPLES][unit / BLOCK],
            BOUNDS[Math.ceilDiv(units, UNITS)], BOUNDS[Math.min(SAMPLES, all - first)], inputs + first * width, sums);
      }
      for (int i = 0; i < units; i++) {
        System.arraycopy(lines, sums + i * width, gradient, (unit + i) * weight.columns() + from, valid);
      }
    }
  }

  /** Writes a few lines sample by sample, each sample's values side by side. */
  private static void transpose(
      Slab slab, int line, int lines, int first, int samples, float[] to, int at, int width) {
    float[] values = slab.values();
    int lanes = slab.lanes();
    int start = slab.address(line) + first;
    int place = at;
    for (int sample = 0; sample < samples; sample++) {
      int from = start + sample;
      for (int i = 0; i < lines; i++) {
        to[place + i] = values[from];
        from += lanes;
      }
      place += width;
    }
  }
}
