package dev.espalier.codegen.layer;

/**
 * A value that a layer makes beside its result, for itself or for those after it; called {@code layer.suffix}.
 *
 * @param suffix such as {@code valid}
 * @param lines how many lines it has
 * @param life how long it is needed
 */
public record Extra(String suffix, int lines, Life life) {
  /**
   * Beside a mask, in each lane of one line: the columns of the sequence that are in use, up to the last one in which
   * any sample of the panel has a token. Those behind it are neither read nor written.
   */
  static final String COLUMNS = "columns";

  /** How long a value is needed. */
  public enum Life {
    /** To the end of a step, and of the frozen network: whoever comes later may read it. */
    ALWAYS,
    /** Until the layer has made its result, or a later layer that says so has read it. */
    RESULT,
    /** Until the gradients of weights are taken; in training alone. */
    GRADIENTS,
    /** Until the layer's backward pass, where its gradient is needed too; within the layer in the frozen network. */
    BACKWARD
  }
}
