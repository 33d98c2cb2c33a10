package dev.espalier.runtime.model;

import dev.espalier.runtime.execution.ColumnTiles;
import dev.espalier.runtime.execution.KeptPlaces;
import dev.espalier.runtime.execution.KeptWeights;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.memory.Layout;
import java.util.Arrays;

/**
 * The weights or the biases of a layer: values, gradient, mask, and the state that an optimizer keeps of them.
 *
 * <p>Values and gradient are full arrays, row-major. A pruned value is +0 and stays it until it is regrown. Optimizer state is stored for
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
  private KeptPlaces places;
  private KeptWeights keptWeights;
  private boolean keptGradient;
  private float[] tiles;
  private boolean tiled;
  private boolean held;

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

  /** Has steps leave the values as they are, or change them again. */
  public void hold(boolean newHeld) {
    held = newHeld;
  }

  /** Whether steps leave the values as they are. */
  public boolean isHeld() {
    return held;
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
    keptWeights = null;
    keptGradient = false;
    zeroPruned();
  }

  /**
   * Sets a mask that may keep values that are pruned: these start at +0, with optimizer state of zeros. Values that it
   * prunes become +0, and their state is dropped.
   *
   * @throws IllegalArgumentException when the parameter has no mask, or the new one is over other groups
   */
  public void regrow(Mask newMask) {
    if (mask == null || !newMask.grouping().equals(mask.grouping())) {
      throw new IllegalArgumentException(name + " can only regrow groups of the mask that it has.");
    }
    int[] newKept = newMask.keepsAll() ? null : newMask.keptIndices();
    int[] from = places(newKept);
    for (int slot = 0; slot < state.length; slot++) {
      float[] moved = new float[from.length];
      for (int k = 0; k < from.length; k++) {
        moved[k] = from[k] < 0 ? 0 : state[slot][from[k]];
      }
      state[slot] = moved;
    }
    mask = newMask;
    kept = newKept;
    keptWeights = null;
    keptGradient = false;
  }

  /** For each value to keep, where its state stands now, or -1 where it has none; kept values between them become +0. */
  private int[] places(int[] newKept) {
    int[] places = new int[newKept == null ? values.length : newKept.length];
    int keptNow = keptCount();
    int next = 0;
    for (int k = 0; k < places.length; k++) {
      int index = newKept == null ? k : newKept[k];
      while (next < keptNow && index(next) < index) {
        values[index(next++)] = 0;
      }
      places[k] = next < keptNow && index(next) == index ? next++ : -1;
    }
    while (next < keptNow) {
      values[index(next++)] = 0;
    }
    return places;
  }

  private int index(int k) {
    return kept == null ? k : kept[k];
  }

  /** Values, mask and optimizer state, to {@link #restore}. */
  public Saved save() {
    float[][] states = new float[state.length][];
    for (int slot = 0; slot < states.length; slot++) {
      states[slot] = state[slot].clone();
    }
    return new Saved(values.clone(), mask, kept, states);
  }

  /** Makes everything that {@link #save} took what it was, bit for bit. */
  public void restore(Saved saved) {
    System.arraycopy(saved.values, 0, values, 0, values.length);
    mask = saved.mask;
    kept = saved.kept;
    keptWeights = null;
    keptGradient = false;
    state = new float[saved.state.length][];
    for (int slot = 0; slot < state.length; slot++) {
      state[slot] = saved.state[slot].clone();
    }
  }

  /** What a parameter was. */
  public static final class Saved {
    private final float[] values;
    private final Mask mask;
    private final int[] kept;
    private final float[][] state;

    private Saved(float[] values, Mask mask, int[] kept, float[][] state) {
      this.values = values;
      this.mask = mask;
      this.kept = kept;
      this.state = state;
    }
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

  /**
   * The kept values as kernels read them that pass over nothing else; null where steps pass over all values. Their copy
   * of the values is {@linkplain #gatherKept taken} before each pass.
   */
  public KeptWeights keptWeights() {
    return keptWeights;
  }

  /** Says how the values lie in a training step that the weights of a convolution multiply. */
  void keptAt(WeightGeometry geometry, Layout input, Layout result) {
    places = new KeptPlaces(geometry, input, result);
  }

  /** Has steps pass over kept values alone, or over all; nothing to choose where all are kept. */
  public void passOverKept(boolean alone) {
    keptGradient = false;
    if (!alone || kept == null) {
      keptWeights = null;
    } else if (keptWeights == null) {
      keptWeights = new KeptWeights(rows, columns, kept, places);
    }
  }

  /** Takes the values over into {@link #keptWeights}, if there are any. */
  public void gatherKept() {
    if (keptWeights != null) {
      keptWeights.gather(values, 0, keptWeights.count());
    }
  }

  /**
   * The values once more as {@link ColumnTiles}, for the backward passes of a step; null where passes read the values
   * themselves. They are a copy: whoever has {@linkplain #tileColumns passes} read it copies all pieces first.
   */
  public float[] columnTiles() {
    return tiled ? tiles : null;
  }

  /** Has backward passes read the tiles, or the values again. */
  public void tileColumns(boolean on) {
    if (on && tiles == null) {
      tiles = new float[values.length];
    }
    tiled = on;
  }

  /** Copies a piece of the values into the tiles. */
  public void copyTiles(int piece) {
    ColumnTiles.copy(values, rows, columns, piece, tiles);
  }

  /** Says where the step's gradients are: at {@link KeptWeights#gradient}, or at {@link #gradient}. */
  public void gradientIsOfKept(boolean ofKept) {
    keptGradient = ofKept;
  }

  /** Whether the last gradients were taken of kept values alone, entry k belonging to value {@code kept()[k]}. */
  public boolean isGradientOfKept() {
    return keptGradient;
  }

  /** The last gradients: of all values, or of kept ones alone where {@link #isGradientOfKept}. */
  public float[] lastGradient() {
    return keptGradient ? keptWeights.gradient() : gradient;
  }
}
