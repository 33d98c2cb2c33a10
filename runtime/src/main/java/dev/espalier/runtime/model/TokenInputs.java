package dev.espalier.runtime.model;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/**
 * The inputs of a network that are token ids, negative where there is no token. A panel is computed up to the last
 * token of its samples, so that lanes without a sample hold none, and that samples of similar length are best side by
 * side.
 */
public final class TokenInputs {
  private static final float NONE = -1;

  private final Blueprint blueprint;
  private final boolean[] tokens;

  public TokenInputs(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.tokens = new boolean[blueprint.inputs().size()];
    for (int i = 0; i < tokens.length; i++) {
      String name = blueprint.inputs().get(i).name();
      tokens[i] = blueprint.layers().stream()
          .anyMatch(layer -> layer.kind().equals("Embedding") && layer.inputs().getFirst().equals(name));
    }
  }

  /** Leaves no tokens in the lanes from {@code count} on. Does not allocate. */
  public void clear(Slab slab, int input, boolean training, int count) {
    if (!tokens[input] || count >= slab.lanes()) {
      return;
    }
    InputInfo info = blueprint.inputs().get(input);
    Layout layout = training ? info.training() : info.inference();
    int first = training ? info.trainingLine() : info.inferenceLine();
    for (int feature = 0; feature < layout.features(); feature++) {
      int line = slab.address(first + layout.line(feature));
      Arrays.fill(slab.values(), line + count, line + slab.lanes(), NONE);
    }
  }

  /**
   * The length of every record: the place behind its last token, of several inputs the longest.
   *
   * @param inputs for each input of the network the data set's index
   * @return null where no input has tokens
   */
  public int[] lengths(Dataset data, int[] inputs) {
    int[] lengths = null;
    for (int i = 0; i < inputs.length; i++) {
      if (tokens[i]) {
        lengths = lengths == null ? new int[data.size()] : lengths;
        for (int record = 0; record < lengths.length; record++) {
          lengths[record] = Math.max(lengths[record], length(data.copy(record, inputs[i])));
        }
      }
    }
    return lengths;
  }

  private static int length(float[] ids) {
    int length = ids.length;
    while (length > 0 && ids[length - 1] < 0) {
      length--;
    }
    return length;
  }
}
