package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WeightStep;
import java.util.Arrays;

/**
 * The gradient of a layer's weights in strips of columns: {@code dW[u,s] = sum_l dy[l,u] x[l,s]} over the samples l of
 * the batch, gradients and the strip's inputs being transposed panel by panel. Strips are independent work.
 */
final class WeightStrips {

  /** Columns of a strip: five cache lines, an odd number, as of a panel. */
  static final int WIDTH = 80;

  private static final int TRANSPOSED = 16;
  private static final int UNITS = WeightStep.TILE_UNITS;
  private static final int SAMPLES = WeightStep.TILE_SAMPLES;

  /** For each number of samples in a tile the loop bounds that a kernel reads. */
  private static final int[][] BOUNDS = new int[SAMPLES + 1][];

  static {
    for (int count = 0; count <= SAMPLES; count++) {
      BOUNDS[count] = new int[] {0, count};
    }
  }

  private final TrainingProgram program;
  private final WeightStep step;
  private final Parameter weight;
  private final Panels panels;

  /** By panel and by block of samples: tiles of units, in which a sample's units are neighbours. */
  private final float[][][] gradients;

  WeightStrips(TrainingProgram program, WeightStep step, Parameter weight, Panels panels) {
    this.program = program;
    this.step = step;
    this.weight = weight;
    this.panels = panels;
    this.gradients = new float[panels.count()][][];
    for (int p = 0; p < gradients.length; p++) {
      int blocks = (panels.slab(p).lanes() + SAMPLES - 1) / SAMPLES;
      gradients[p] = new float[blocks][Math.multiplyExact(WeightStep.tiles(weight.rows()), UNITS * SAMPLES)];
    }
  }

  /** Takes over a panel's gradients of the layer's result, sample by sample; before any strip is taken. */
  void prepare(int panel, int samples) {
    Slab slab = panels.slab(panel);
    for (int first = 0; first < samples; first += SAMPLES) {
      float[] tiles = gradients[panel][first / SAMPLES];
      int count = Math.min(SAMPLES, samples - first);
      for (int unit = 0; unit < weight.rows(); unit += UNITS) {
        transpose(slab, step.gradientLine() + unit, Math.min(UNITS, weight.rows() - unit), first, count, tiles,
            unit * SAMPLES, UNITS);
      }
    }
  }

  /** Number of strips. */
  int count() {
    return (weight.columns() + WIDTH - 1) / WIDTH;
  }

  /** Lines of the scratch slab, of {@link #WIDTH} lanes, that a strip takes. */
  static int scratchLines(Parameter weight, Panels panels) {
    int lanes = 0;
    for (int p = 0; p < panels.count(); p++) {
      lanes = Math.max(lanes, panels.slab(p).lanes());
    }
    return lanes + WeightStep.tiles(weight.rows()) * UNITS;
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
    int inputs = sums + WeightStep.tiles(weight.rows()) * UNITS * width;
    Arrays.fill(lines, sums, inputs, 0f);
    for (int p = 0; p < samples.length; p++) {
      for (int first = 0; first < samples[p]; first += SAMPLES) {
        int count = Math.min(SAMPLES, samples[p] - first);
        for (int column = 0; column < valid; column += TRANSPOSED) {
          transpose(panels.slab(p), step.inputLine() + from + column, Math.min(TRANSPOSED, valid - column), first, count,
              lines, inputs + column, width);
        }
        program.weightStrip(
            step.layer(), lines, width, gradients[p][first / SAMPLES], BOUNDS[count], inputs, sums);
      }
    }
    float[] gradient = weight.gradient();
    for (int unit = 0; unit < weight.rows(); unit++) {
      System.arraycopy(lines, sums + unit * width, gradient, unit * weight.columns() + from, valid);
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
