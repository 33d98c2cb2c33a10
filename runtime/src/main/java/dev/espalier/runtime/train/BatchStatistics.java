package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.Normalization;
import dev.espalier.runtime.model.NormalizationStep;
import java.util.Arrays;
import java.util.List;

/**
 * Statistics of a whole batch for its batch normalisations, whatever panels it lies in: each panel takes its own on its
 * thread, and between two stages of a pass they are combined in the panels' order. Means and squared distances are
 * joined as Chan, Golub & LeVeque (1983) do, so that nothing cancels.
 */
final class BatchStatistics {

  private final Panels panels;
  private final NormalizationStep[] steps;
  private final Normalization[] norms;
  private final Layout[] inputs;
  private final Layout[] outputs;
  private final ChannelSums[] sums;
  private final double[][] first;
  private final double[][] second;
  private final double[] firstWhole;
  private final double[] secondWhole;
  private final int[] counts;

  BatchStatistics(TrainingTask task, Panels panels) {
    List<NormalizationStep> all = task.program().normalizations();
    this.panels = panels;
    this.steps = all.toArray(NormalizationStep[]::new);
    this.norms = new Normalization[steps.length];
    this.inputs = new Layout[steps.length];
    this.outputs = new Layout[steps.length];
    int channels = 0;
    for (int n = 0; n < steps.length; n++) {
      LayerInfo info = task.blueprint().layers().get(steps[n].layer());
      norms[n] = task.layers().get(steps[n].layer()).normalization();
      inputs[n] = task.blueprint().trainingLayout(info.inputs().getFirst());
      outputs[n] = info.output();
      channels = Math.max(channels, norms[n].channels());
    }
    this.sums = new ChannelSums[panels.count()];
    for (int p = 0; p < sums.length; p++) {
      sums[p] = new ChannelSums(panels.slab(p));
    }
    this.first = new double[panels.count()][channels];
    this.second = new double[panels.count()][channels];
    this.firstWhole = new double[channels];
    this.secondWhole = new double[channels];
    this.counts = new int[panels.count()];
  }

  /** How many batch normalisations there are; the passes have one stage more. */
  int count() {
    return steps.length;
  }

  /** Says how many samples a panel holds, before its forward pass. */
  void begin(int panel, int count) {
    counts[panel] = count;
    Slab slab = panels.slab(panel);
    for (NormalizationStep step : steps) {
      int at = slab.address(step.lanes());
      Arrays.fill(slab.values(), at, at + count, 1);
      Arrays.fill(slab.values(), at + count, at + slab.lanes(), 0);
    }
  }

  /** Takes a panel's part of the statistics of normalisation n. */
  void observe(int n, int panel) {
    for (int c = 0; c < norms[n].channels(); c++) {
      double mean = sums[panel].mean(steps[n].input(), inputs[n], c, counts[panel]);
      first[panel][c] = mean;
      // About the rounded mean: what that is off adds its square, far below the rounding of the sum.
      second[panel][c] = sums[panel].squares(steps[n].input(), inputs[n], c, (float) mean, counts[panel]);
    }
  }

  /** Joins them; the stage after it normalises by them. */
  void combine(int n) {
    long pixels = (long) inputs[n].height() * inputs[n].width();
    for (int c = 0; c < norms[n].channels(); c++) {
      double mean = 0;
      double squares = 0;
      long before = 0;
      for (int p = 0; p < counts.length; p++) {
        if (counts[p] > 0) {
          long own = counts[p] * pixels;
          double distance = first[p][c] - mean;
          mean += distance * own / (before + own);
          squares += second[p][c] + distance * distance * before * own / (before + own);
          before += own;
        }
      }
      firstWhole[c] = mean;
      secondWhole[c] = squares;
    }
    norms[n].takeBatch(firstWhole, secondWhole, samples() * pixels);
  }

  /** Takes a panel's part of the gradients of normalisation n. */
  void observeGradients(int n, int panel) {
    for (int c = 0; c < norms[n].channels(); c++) {
      sums[panel].gradients(steps[n].gradient(), outputs[n], steps[n].input(), inputs[n], c,
          (float) norms[n].batchMean(c), counts[panel], first[panel], second[panel]);
    }
  }

  /** Joins them; the stage after it takes gradients by them. */
  void combineGradients(int n) {
    long pixels = (long) inputs[n].height() * inputs[n].width();
    Arrays.fill(firstWhole, 0);
    Arrays.fill(secondWhole, 0);
    for (int p = 0; p < counts.length; p++) {
      for (int c = 0; counts[p] > 0 && c < norms[n].channels(); c++) {
        firstWhole[c] += first[p][c];
        secondWhole[c] += second[p][c];
      }
    }
    norms[n].takeGradients(firstWhole, secondWhole, samples() * pixels);
  }

  private long samples() {
    long samples = 0;
    for (int count : counts) {
      samples += count;
    }
    return samples;
  }
}
