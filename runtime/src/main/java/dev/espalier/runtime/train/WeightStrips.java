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

  private final TrainingProgram program;
  private final WeightStep step;
  private final Parameter weight;
  private final Panels panels;
  private final float[][] gradients;

  WeightStrips(TrainingProgram program, WeightStep step, Parameter weight, Panels panels) {
    this.program = program;
    this.step = step;
    this.weight = weight;
    this.panels = panels;
    this.gradients = new float[panels.count()][];
    for (int p = 0; p < gradients.length; p++) {
      gradients[p] = new float[Math.multiplyExact(panels.slab(p).lanes(), WeightStep.stripStride(weight.rows()))];
    }
  }

  /** Takes over a panel's gradients of the layer's result, sample by sample; before any strip is taken. */
  void prepare(int panel, int samples) {
    int stride = WeightStep.stripStride(weight.rows());
    transpose(panels.slab(panel), step.gradientLine(), weight.rows(), samples, gradients[panel], 0, stride);
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
    return lanes + weight.rows();
  }

  /**
   * Takes one strip.
   *
   * @param samples for each panel 0 and the number of its samples
   */
  void take(int strip, int[][] samples, Slab scratch) {
    int from = strip * WIDTH;
    int valid = Math.min(WIDTH, weight.columns() - from);
    int width = Slab.lanes(valid);
    float[] lines = scratch.values();
    int sums = scratch.base();
    int inputs = sums + weight.rows() * width;
    Arrays.fill(lines, sums, inputs, 0f);
    for (int p = 0; p < samples.length; p++) {
      if (samples[p][1] > 0) {
        Slab slab = panels.slab(p);
        transpose(slab, step.inputLine() + from, valid, samples[p][1], lines, inputs, width);
        program.weightStrip(step.layer(), lines, width, gradients[p], samples[p], inputs, sums);
      }
    }
    float[] gradient = weight.gradient();
    for (int unit = 0; unit < weight.rows(); unit++) {
      System.arraycopy(lines, sums + unit * width, gradient, unit * weight.columns() + from, valid);
    }
  }

  // Sixteen lines at a time, so that what is written is whole cache lines.
  private static void transpose(Slab slab, int line, int count, int samples, float[] to, int at, int width) {
    float[] values = slab.values();
    int lanes = slab.lanes();
    for (int first = 0; first < count; first += TRANSPOSED) {
      int block = Math.min(TRANSPOSED, count - first);
      int start = slab.address(line + first);
      for (int sample = 0; sample < samples; sample++) {
        int place = at + sample * width + first;
        int from = start + sample;
        for (int column = 0; column < block; column++) {
          to[place + column] = values[from];
          from += lanes;
        }
      }
    }
  }
}
