package dev.espalier.runtime.model;

import dev.espalier.runtime.mask.Mask;
import java.util.Arrays;

/**
 * The weights or the biases of a layer: values, gradient, mask, and the state that an optimizer keeps of them.
 *
 * <p>Values and gradient are full arrays, row-major. A pruned value is +0 and stays it. Optimizer state is stored for
 * kept values alone: entry k belongs to value {@code kept()[k]}, or to value k where nothing is pruned.
 */
public final class Parameter {

  private final String name;
  private final int rows;
  private final int columns;
  private final float[] values;
  private final float[] gradient;
  private Mask mask;
  private int[] kept;
  private float[][] state = {};

  /** A dense parameter of zeros. */
  public Parameter(String name, int rows, int columns) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.values = new float[Math.multiplyExact(rows, columns)];
    this.gradient = new float[values.length];
  }

  /** The layer's name and what it is there, such as {@code hidden1.weight}. */
  public String name() {
    return name;
  }

  /** Rows of the matrix; of biases, their number. */
  public int rows() {
    return rows;
  }

  /** Columns of the matrix; of biases 1. */
  public int columns() {
    return columns;
  }

  /** Number of values, kept and pruned. */
  public int size() {
    return values.length;
  }

  /** The values, row-major, pruned ones +0. The array itself, for kernels. */
  public float[] values() {
    return values;
  }

  /** The gradient of the loss by the values, overwritten in each step; at pruned values it means nothing. */
  public float[] gradient() {
    return gradient;
  }

  /** Which values are kept; null where no policy prunes them. */
  public Mask mask() {
    return mask;
  }

  /** The indices of the kept values, ascending; null where all are kept. */
  public int[] kept() {
    return kept;
  }

  /** Number of kept values. */
  public int keptCount() {
    return kept == null ? values.length : kept.length;
  }

  /** Share of pruned values, in [0, 1). */
  public double sparsity() {
    return (double) (values.length - keptCount()) / values.length;
  }

  /**
   * Sets the mask: values that it prunes become +0, and their optimizer state is dropped.
   *
   * @throws IllegalArgumentException when the mask is over another number of values, or keeps one that is pruned
   *     already
   */
  public void prune(Mask newMask) {
    if (newMask.elements() != values.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values, and the mask is over " + newMask.elements() + ".");
    }
    if (kept != null && !newMask.isWithin(mask)) {
      throw new IllegalArgumentException(name + ": the new mask keeps values that are pruned already.");
    }
    int[] newKept = newMask.keepsAll() ? null : newMask.keptIndices();
    if (newKept != null) {
      for (int slot = 0; slot < state.length; slot++) {
        state[slot] = compact(state[slot], newKept);
      }
    }
    mask = newMask;
    kept = newKept;
    zeroPruned();
  }

  /** Makes every pruned value +0, after somebody wrote all values. */
  public void zeroPruned() {
    if (kept == null) {
      return;
    }
    int next = 0;
    for (int index : kept) {
      Arrays.fill(values, next, index, 0f);
      next = index + 1;
    }
    Arrays.fill(values, next, values.length, 0f);
  }

  /** Number of state arrays. */
  public int stateSlots() {
    return state.length;
  }

  /** One of the optimizer's numbers of each kept value; {@link #keptCount} long. The array itself. */
  public float[] state(int slot) {
    return state[slot];
  }

  /** Makes this many state arrays of zeros, for kept values alone. */
  public void resetState(int slots) {
    state = new float[slots][keptCount()];
  }

  /** Drops the state arrays from this one on. */
  public void dropState(int from) {
    if (from < state.length) {
      state = Arrays.copyOf(state, from);
    }
  }

  /** The first index at which a value is not finite, or -1. */
  public int firstNonFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private float[] compact(float[] old, int[] newKept) {
    float[] compacted = new float[newKept.length];
    int from = 0;
    for (int k = 0; k < newKept.length; k++) {
      if (kept == null) {
        from = newKept[k];
      } else {
        while (kept[from] != newKept[k]) {
          from++;
        }
      }
      compacted[k] = old[from];
    }
    return compacted;
  }
}
