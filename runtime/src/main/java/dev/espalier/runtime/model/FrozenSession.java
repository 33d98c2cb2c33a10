package dev.espalier.runtime.model;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/**
 * Scratch memory to score up to a fixed number of samples at once; scoring allocates nothing.
 *
 * <p>For one thread at a time. Any number of sessions may work on one {@link Frozen}.
 */
public final class FrozenSession {
  private final Blueprint blueprint;
  private final FrozenProgram program;
  private final FrozenLayer[] layers;
  private final int batch;
  private final Slab slab;
  private final int[][] lines;

  FrozenSession(Blueprint blueprint, FrozenProgram program, FrozenLayer[] layers, int batch) {
    this.blueprint = blueprint;
    this.layers = layers;
    this.batch = batch;
    if (batch == 1 && program.single() != null) {
      this.program = program.single();
      this.slab = Slab.single(blueprint.inferenceLines());
    } else {
      this.program = program;
      this.slab = Slab.allocate(blueprint.inferenceLines(), Slab.lanes(batch));
    }
    this.lines = new int[blueprint.inputs().size()][];
    Arrays.setAll(lines, i -> lines(blueprint.inputs().get(i)));
  }

  private static int[] lines(InputInfo input) {
    Layout layout = input.inference();
    int[] lines = new int[layout.features()];
    int next = 0;
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          lines[next++] = input.inferenceLine() + layout.line(c, y, x);
        }
      }
    }
    return lines;
  }

  /** The most samples that one call scores. */
  public int batch() {
    return batch;
  }

  /**
   * Scores samples of a network with one input.
   *
   * @param in one or more samples, at most {@link #batch}, each row by row, one after the other
   * @param out the output's features, sample by sample; at least as long as there are samples times features
   * @throws IllegalArgumentException when the network has several inputs or a length does not fit
   */
  public void scores(float[] in, float[] out) {
    if (lines.length != 1) {
      throw FrozenInputs.count(blueprint, 1);
    }
    int count = FrozenInputs.samples(blueprint, 0, in.length);
    requireCount(count, out);
    fill(0, in, count);
    run(count, out);
  }

  /**
   * Scores samples of a network with any number of inputs.
   *
   * @param in one array an input, in declared order, each with equally many samples, one after the other
   * @param out as in {@link #scores(float[], float[])}
   * @throws IllegalArgumentException when a number of inputs or a length does not fit
   */
  public void scores(float[][] in, float[] out) {
    if (in.length != lines.length) {
      throw FrozenInputs.count(blueprint, in.length);
    }
    int count = FrozenInputs.samples(blueprint, 0, in[0].length);
    for (int i = 1; i < in.length; i++) {
      FrozenInputs.requireSamples(blueprint, i, in[i].length, count);
    }
    requireCount(count, out);
    for (int i = 0; i < in.length; i++) {
      fill(i, in[i], count);
    }
    run(count, out);
  }

  /**
   * Runs records[0 .. count - 1] of a data set; the result stays in the slab.
   *
   * @param inputs for each input of the network the data set's index, as {@link Dataset#requireInputs} gives it
   */
  void run(Dataset data, int[] inputs, int[] records, int count) {
    for (int i = 0; i < inputs.length; i++) {
      InputInfo info = blueprint.inputs().get(i);
      data.load(inputs[i], records, 0, count, slab.values(), slab.address(info.inferenceLine()), slab.lanes(),
          info.inference());
    }
    program.run(slab.values(), slab.base(), slab.lanes(), layers);
  }

  Slab slab() {
    return slab;
  }

  private void requireCount(int count, float[] out) {
    int features = blueprint.output().output().features();
    if (count > batch) {
      throw new IllegalArgumentException("The session scores up to " + batch + " samples at once, but " + count
          + " were given.\n  Fix: ask for session(" + count + "), or give fewer.");
    }
    if (out.length < (long) count * features) {
      throw new IllegalArgumentException(count + " samples of " + features + " scores need " + (long) count * features
          + " floats, but the result array has " + out.length + ".");
    }
  }

  // Lanes beyond the samples keep what they held: no lane reads another.
  private void fill(int input, float[] in, int count) {
    int[] inputLines = lines[input];
    float[] values = slab.values();
    if (slab.lanes() == 1 && !blueprint.inputs().get(input).inference().hasHalo()) {
      System.arraycopy(in, 0, values, slab.address(inputLines[0]), inputLines.length);
      return;
    }
    for (int sample = 0; sample < count; sample++) {
      int from = sample * inputLines.length;
      for (int feature = 0; feature < inputLines.length; feature++) {
        values[slab.address(inputLines[feature]) + sample] = in[from + feature];
      }
    }
  }

  private void run(int count, float[] out) {
    float[] values = slab.values();
    program.run(values, slab.base(), slab.lanes(), layers);
    int features = blueprint.output().output().features();
    int address = slab.address(blueprint.outputLineInference());
    if (slab.lanes() == 1) {
      System.arraycopy(values, address, out, 0, features);
      return;
    }
    for (int feature = 0; feature < features; feature++) {
      for (int sample = 0; sample < count; sample++) {
        out[sample * features + feature] = values[address + feature * slab.lanes() + sample];
      }
    }
  }
}
