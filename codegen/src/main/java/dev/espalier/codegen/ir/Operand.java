package dev.espalier.codegen.ir;

/** What a kernel's buffer is bound to, in the order of the kernel's buffers. */
public sealed interface Operand {

  /** A value in the slab. */
  record Value(String name) implements Operand {}

  /** The gradient of a value in the slab. */
  record Gradient(String name) implements Operand {}

  /** How many columns of a sequence are in use, as it stands in a line of the slab; see {@code Extra.COLUMNS}. */
  record Columns(String name) implements Operand {}

  /** As many columns as every sequence has in use at the least: more than one where all are to be computed. */
  record LeastColumns() implements Operand {}

  /** Floats of the vectors that kernels run over, 1 where they are portable. */
  record VectorFloats() implements Operand {}

  /** A number. */
  record Count(int number) implements Operand {}

  /** A layer's weights, row-major {@code float[]}. */
  record Weight(String layer) implements Operand {}

  /** An array of a frozen layer's weights in tiles of rows. */
  record WeightTiles(String layer, TilePart part) implements Operand {}

  /** The arrays of {@link dev.espalier.runtime.execution.DenseForm} in tiles, by its accessors. */
  enum TilePart {
    FIRST_ROWS("firstRows"),
    VALUES("values");

    private final String accessor;

    TilePart(String accessor) {
      this.accessor = accessor;
    }

    /** The method that returns it. */
    public String accessor() {
      return accessor;
    }
  }

  /** A layer's bias. */
  record Bias(String layer) implements Operand {}

  /** An array of a batch normalisation, one number a channel. */
  record Normalization(String layer, NormalizationPart part) implements Operand {}

  /** The arrays of {@link dev.espalier.runtime.model.Normalization} that kernels read, by its accessors. */
  enum NormalizationPart {
    FACTOR("factor"),
    OFFSET("offset"),
    GRADIENT_FACTOR("gradientFactor"),
    VALUE_FACTOR("valueFactor"),
    GRADIENT_OFFSET("gradientOffset");

    private final String accessor;

    NormalizationPart(String accessor) {
      this.accessor = accessor;
    }

    /** The method that returns it. */
    public String accessor() {
      return accessor;
    }
  }

  /** A {@code float[]} of numbers that follow from the layer alone. */
  record Constants(String layer, ConstantTable table) implements Operand {}

  /** The gradient of a layer's weights. */
  record WeightGradient(String layer) implements Operand {}

  /** The gradient of a layer's bias. */
  record BiasGradient(String layer) implements Operand {}

  /** Row form of a frozen layer's weights: kept values in row order. */
  record RowValues(String layer) implements Operand {}

  /** Row form: {@code int[rows + 1]}, where each row's kept values of a block begin. */
  record RowPointers(String layer, RowBlock block) implements Operand {

    /** Of rows that are not cut. */
    public RowPointers(String layer) {
      this(layer, RowBlock.FIRST);
    }
  }

  /** Which blocks of columns of a row form a kernel runs over. */
  enum RowBlock {
    /** The first or only one. */
    FIRST,
    /** Each of those between the first and the last. */
    BETWEEN,
    /** The last of several. */
    LAST
  }

  /**
   * Row form: for every kept value the line of its input relative to the window's first line (in the inference layout
   * of the layer's input); for a dense layer simply the column.
   */
  record RowTaps(String layer) implements Operand {}

  /**
   * Kept weights of a layer in training, column by column, or list by list of a convolution's backward pass:
   * {@code int[columns + 1]}, where each column's begin.
   */
  record ColumnPointers(String layer) implements Operand {}

  /** Kept weights of a layer in training, column by column: the place of each in row order. */
  record ColumnEntries(String layer) implements Operand {}

  /** Kept weights of a layer in training, column by column: the line of the result's gradient that each multiplies. */
  record ColumnTaps(String layer) implements Operand {}

  /** A dense layer's weights in training, in tiles of columns ({@link dev.espalier.runtime.execution.ColumnTiles}). */
  record ColumnTiles(String layer) implements Operand {}

  /** The gradients of a layer's kept weights in training, bundle by bundle. */
  record KeptGradient(String layer) implements Operand {}

  /** {@code int[2]}: the first row whose gradients of kept weights are taken, and the one behind the last. */
  record KeptRange(String layer) implements Operand {}

  /** Kept weights of a layer in training, a bundle of a row at a time. */
  record Bundles(String layer, BundlePart part) implements Operand {}

  /** The arrays of bundles. */
  enum BundlePart {
    /** {@code int[rows + 1]}: where each row's bundles begin. */
    POINTERS("bundlePointers"),
    /** The tap of each weight of each bundle. */
    TAPS("bundleTaps");

    private final String accessor;

    BundlePart(String accessor) {
      this.accessor = accessor;
    }

    /** The method of {@code KeptWeights} that gives it. */
    public String accessor() {
      return accessor;
    }
  }

  /** An array of the panel form of a frozen layer's weights. */
  record Panel(String layer, PanelPart part) implements Operand {}

  /** The arrays of {@link dev.espalier.runtime.execution.PanelForm}, by its accessors. */
  enum PanelPart {
    ORDER("order()"),
    SHARED_POINTERS("sharedPointers()"),
    SHARED_TAPS("sharedTaps(lanes)"),
    SHARED_VALUES("sharedValues()"),
    POINTERS("pointers()"),
    TAPS("taps(lanes)"),
    VALUES("values()");

    private final String call;

    PanelPart(String call) {
      this.call = call;
    }

    /** What returns it, {@code lanes} being those of the slab. */
    public String call() {
      return call;
    }
  }

  /** An array of the strip form of a frozen layer's weights. */
  record Strip(String layer, StripPart part) implements Operand {}

  /** The arrays of {@link dev.espalier.runtime.execution.StripForm}, by its accessors. */
  enum StripPart {
    POINTERS("pointers()"),
    TAPS("taps(lanes)"),
    VALUES("values()");

    private final String call;

    StripPart(String call) {
      this.call = call;
    }

    /** What returns it, {@code lanes} being those of the slab. */
    public String call() {
      return call;
    }
  }

  /** An array of the compacted form of a frozen layer's weights. */
  record Compact(String layer, CompactPart part) implements Operand {}

  /** The arrays of {@link dev.espalier.runtime.execution.CompactForm}, by its accessors. */
  enum CompactPart {
    STRIPS("strips()"),
    ORDER("order()"),
    POINTERS("pointers()"),
    TAPS("taps(lanes)"),
    VALUES("values()");

    private final String call;

    CompactPart(String call) {
      this.call = call;
    }

    /** What returns it, {@code lanes} being those of the slab. */
    public String call() {
      return call;
    }
  }

  /** The biases of a frozen layer's compacted form, which always has some. */
  record CompactBias(String layer) implements Operand {}

  /**
   * Which channels of a layer's result are computed in a frozen network, or which heads of attention; or where what its
   * sums begin with is told row by row.
   *
   * @param own whether the layer's own kernel asks, not one that reads the result
   */
  record Channels(String layer, boolean own, ChannelPart part) implements Operand {}

  /** Arrays of {@link dev.espalier.runtime.model.FrozenLayer}, by its accessors. */
  enum ChannelPart {
    POINTERS("channelPointers"),
    CHANNELS("channels"),
    BEGIN_ROWS("beginRows"),
    HEAD_POINTERS("headPointers"),
    HEADS("heads");

    private final String accessor;

    ChannelPart(String accessor) {
      this.accessor = accessor;
    }

    /** The method that returns it. */
    public String accessor() {
      return accessor;
    }
  }

  /** An array of the bitmap form of a frozen layer's weights. */
  record Bitmap(String layer, BitmapPart part) implements Operand {}

  /** The arrays of {@link dev.espalier.runtime.execution.BitmapForm}, by its accessors. */
  enum BitmapPart {
    WORDS("words"),
    STARTS("starts"),
    LINES("lines"),
    GROUPS("groups"),
    SET_POINTERS("setPointers"),
    SET_BITS("setBits"),
    VALUES("values");

    private final String accessor;

    BitmapPart(String accessor) {
      this.accessor = accessor;
    }

    /** The method that returns it. */
    public String accessor() {
      return accessor;
    }
  }
}
