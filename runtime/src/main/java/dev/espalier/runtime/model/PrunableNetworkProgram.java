package dev.espalier.runtime.model;

import dev.espalier.runtime.train.TrainingProgram;
import java.util.List;

/** The passes of a generated class, for the runtime. */
record PrunableNetworkProgram(PrunableNetwork network) implements TrainingProgram {

  @Override
  public void forward(float[] slab, int base, int lanes) {
    network.forward(slab, base, lanes);
  }

  @Override
  public void backward(float[] slab, int base, int lanes) {
    network.backward(slab, base, lanes);
  }

  @Override
  public void wholeSequences(boolean whole) {
    network.wholeSequences(whole);
  }

  @Override
  public List<NormalizationStep> normalizations() {
    return network.normalizations();
  }

  @Override
  public void forward(int stage, float[] slab, int base, int lanes) {
    network.forward(stage, slab, base, lanes);
  }

  @Override
  public void backward(int stage, float[] slab, int base, int lanes) {
    network.backward(stage, slab, base, lanes);
  }

  @Override
  public List<WeightStep> weightSteps() {
    return network.weightSteps();
  }

  @Override
  public void gradients(int layer, float[] slab, int base, int lanes, float[] weights, float[] biases) {
    network.gradients(layer, slab, base, lanes, weights, biases);
  }

  @Override
  public void keptGradients(int layer, float[] slab, int base, int lanes, int[] rows, float[] weights) {
    network.keptGradients(layer, slab, base, lanes, rows, weights);
  }

  @Override
  public void weightStrip(float[] scratch, int lanes, float[] gradients, int[] tiles, int[] samples, int inputs,
      int sums) {
    network.weightStrip(scratch, lanes, gradients, tiles, samples, inputs, sums);
  }
}
