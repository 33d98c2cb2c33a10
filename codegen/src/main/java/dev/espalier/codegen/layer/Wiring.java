package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.List;

/**
 * Where a layer's kernels read and write.
 *
 * @param network the network's name, for kernel names and comments
 * @param name the layer's name
 * @param inputs what it consumes
 * @param output where the result goes in the training slab
 * @param inferenceOutput where the result goes in the inference slab
 * @param shape the result's shape
 * @param weights the geometry of its weights, or null
 * @param activation applied to the result, or null
 * @param stripRows rows of a strip, where kernels for strips are wanted; else 0
 * @param bitmap whether kernels for bitmaps are wanted
 * @param compact whether kernels for rows and channels that are left are wanted
 * @param removable whether channels of the result can be gone in a frozen network
 * @param folded the batch normalisation that freezing folds into the weights, or null
 * @param mask the value that says which tokens of the inputs are some, 1 or 0; null where all are
 * @param shortened whether sequences are computed up to the last token of a panel's samples only
 * @param weighing what tokens weigh while thresholds are learned
 */
public record Wiring(
    String network,
    String name,
    List<Source> inputs,
    Layout output,
    Layout inferenceOutput,
    Shape shape,
    WeightGeometry weights,
    ActivationSpec activation,
    int stripRows,
    boolean bitmap,
    boolean compact,
    boolean removable,
    Folded folded,
    String mask,
    boolean shortened,
    TokenWeighing weighing) {

  /**
   * A batch normalisation that freezing folds into the layer's weights: the frozen layer has biases.
   *
   * @param activation the normalisation's, applied to the frozen layer's result, or null
   */
  public record Folded(ActivationSpec activation) {}

  public Wiring {
    inputs = List.copyOf(inputs);
  }

  /** Without kernels for strips and bitmaps. */
  public Wiring(
      String network,
      String name,
      List<Source> inputs,
      Layout output,
      Layout inferenceOutput,
      Shape shape,
      WeightGeometry weights,
      ActivationSpec activation) {
    this(
        network, name, inputs, output, inferenceOutput, shape, weights, activation, 0, false, false, false, null, null,
        false, TokenWeighing.NONE);
  }

  /**
   * The same where some tokens of the inputs may be none, and columns without any of a panel's samples are left out.
   */
  public Wiring masked(String newMask, boolean newShortened) {
    return new Wiring(network, name, inputs, output, inferenceOutput, shape, weights, activation, stripRows, bitmap,
        compact, removable, folded, newMask, newShortened, weighing);
  }

  /** The same where thresholds of tokens are learned. */
  public Wiring weighing(TokenWeighing newWeighing) {
    return new Wiring(network, name, inputs, output, inferenceOutput, shape, weights, activation, stripRows, bitmap,
        compact, removable, folded, mask, shortened, newWeighing);
  }

  /** The name of a value beside the result, see {@link Extra}. */
  public String extra(String suffix) {
    return name + "." + suffix;
  }

  /** Whether some tokens of the inputs may be none. */
  public boolean isMasked() {
    return mask != null;
  }

  /** The same with kernels for strips of so many rows, 0 for none, and for bitmaps. */
  public Wiring packed(int rows, boolean bits) {
    return new Wiring(network, name, inputs, output, inferenceOutput, shape, weights, activation, rows, bits, compact,
        removable, folded, mask, shortened, weighing);
  }

  /** The same with kernels for what is left of rows and channels, and of the result's channels. */
  public Wiring compacted(boolean newCompact, boolean newRemovable) {
    return new Wiring(network, name, inputs, output, inferenceOutput, shape, weights, activation, stripRows, bitmap,
        newCompact, newRemovable, folded, mask, shortened, weighing);
  }

  /** The same with a batch normalisation to be folded into the weights; null for none. */
  public Wiring folding(Folded by) {
    return new Wiring(network, name, inputs, output, inferenceOutput, shape, weights, activation, stripRows, bitmap,
        compact, removable, by, mask, shortened, weighing);
  }

  /** The layer as freezing leaves it: with the biases and the activation of what is folded into it. */
  Wiring frozen() {
    if (folded == null) {
      return this;
    }
    return new Wiring(network, name, inputs, output, inferenceOutput, shape, weights.biased(), folded.activation(),
        stripRows, bitmap, compact, removable, null, mask, shortened, weighing);
  }

  /** The value that says how many columns of the inputs are in use; of masked inputs. */
  String columns() {
    return columns(mask);
  }

  /** The value beside a mask that says how many columns are in use. */
  static String columns(String mask) {
    return mask.substring(0, mask.length() - EmbeddingLayer.VALID.length()) + Extra.COLUMNS;
  }

  /** Whether what a convolution's sums begin with can differ from place to place in a frozen network. */
  boolean begins() {
    return compact && weights.positions() > 1 && inputs.getFirst().removable();
  }

  /** The name of what a convolution's sums begin with, place by place. */
  String begin() {
    return name + ".begin";
  }

  /** The name of what {@link Layer#between} lays out. */
  String between() {
    return name + ".between";
  }

  /** The name of the value before the activation, where it is kept. */
  public String pre() {
    return name + ".pre";
  }

  /** The name of the factors kept for the backward pass (dropout). */
  public String keep() {
    return name + ".keep";
  }

  /** The name of the line that says which lanes hold samples (batch normalisation). */
  public String lanes() {
    return name + ".lanes";
  }

  /** Whether anything at or before this layer is trained, so that there is a gradient to propagate. */
  public boolean needsGradient() {
    return weights != null || inputs.stream().anyMatch(Source::needsGradient);
  }

  /** The shapes of the inputs. */
  public List<Shape> inputShapes() {
    return inputs.stream().map(Source::shape).toList();
  }

  /**
   * A value that is consumed.
   *
   * @param training its layout in the training slab; its gradient has the same
   * @param inference its layout in the inference slab
   * @param needsGradient false for inputs of the network and what only depends on them without weights
   * @param accumulate whether the gradient already holds something that must be added to; else it is written whole
   * @param removable whether channels of it can be gone in a frozen network
   */
  public record Source(
      String name,
      Shape shape,
      Layout training,
      Layout inference,
      boolean needsGradient,
      boolean accumulate,
      boolean removable) {}
}
