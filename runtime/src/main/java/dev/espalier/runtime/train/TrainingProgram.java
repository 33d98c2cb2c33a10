package dev.espalier.runtime.train;

import dev.espalier.runtime.model.NormalizationStep;
import dev.espalier.runtime.model.WeightStep;
import java.util.List;

/** The passes of a training step, as they are generated for a network. None of them allocates. */
public interface TrainingProgram {

  /**
   * Computes every value of the network, from the inputs' lines to the output's, for all lanes of one panel.
   *
   * @param slab holds the values, {@code [line][lane]}
   * @param base address of line 0, lane 0
   * @param lanes floats in a line, a multiple of 16
   */
  void forward(float[] slab, int base, int lanes);

  /**
   * Computes the gradient of every value from that of the output, for all lanes of one panel.
   *
   * @param slab holds values and gradients, {@code [line][lane]}
   * @param base address of line 0, lane 0
   * @param lanes floats in a line, a multiple of 16
   */
  void backward(float[] slab, int base, int lanes);

  /**
   * Has the passes from here on compute every declared column of a sequence, or again those up to the last token of a
   * panel alone. Values beyond these are whatever stood there; who looks at values asks for all.
   */
  default void wholeSequences(boolean whole) {}

  /**
   * The batch normalisations, in the network's order; the passes of a training step have one stage more than these.
   * After forward stage i the values stand that normalisation i is about, after backward stage i the gradient of the
   * result of normalisation n - 1 - i.
   */
  default List<NormalizationStep> normalizations() {
    return List.of();
  }

  /** A stage of the forward pass, for all lanes of one panel. */
  default void forward(int stage, float[] slab, int base, int lanes) {
    forward(slab, base, lanes);
  }

  /** A stage of the backward pass, for all lanes of one panel. */
  default void backward(int stage, float[] slab, int base, int lanes) {
    backward(slab, base, lanes);
  }

  /** The layers with weights, in the network's order. */
  List<WeightStep> weightSteps();

  /**
   * One panel's gradients of a layer's weights and biases, written whole. Of a layer whose weights are taken in strips
   * those of its biases alone.
   *
   * @param weights where the weights' go, row-major; null where those of the biases alone are wanted
   * @param biases where the biases' go; not touched where there are none
   */
  void gradients(int layer, float[] slab, int base, int lanes, float[] weights, float[] biases);

  /**
   * One panel's gradients of the kept weights in some rows of a layer, written whole.
   *
   * @param rows the first row, and the one behind the last
   * @param weights where they go, bundle by bundle of all rows
   */
  void keptGradients(int layer, float[] slab, int base, int lanes, int[] rows, float[] weights);

  /**
   * Adds the part of some samples to the gradient of a strip of weight columns, for some units of a dense layer.
   *
   * @param scratch the strip's inputs, a line a sample, and its sums, a line a unit
   * @param lanes columns of the strip
   * @param gradients of the layer's result, {@code [tile][sample][unit of the tile]}, each tile of
   *     {@link dev.espalier.runtime.model.WeightStep#TILE_SAMPLES} samples
   * @param tiles 0 and the number of tiles
   * @param samples 0 and the number of samples, at most a tile's
   * @param inputs address of the strip's inputs in the scratch
   * @param sums address of its sums
   */
  void weightStrip(float[] scratch, int lanes, float[] gradients, int[] tiles, int[] samples, int inputs, int sums);
}
