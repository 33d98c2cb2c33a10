package dev.espalier.runtime.model;

import dev.espalier.runtime.encoding.EncodedTensor;
import dev.espalier.runtime.execution.CompactForm;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.ExecutionForm;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.execution.GatedFilters;
import dev.espalier.runtime.execution.Remaining;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.execution.SingleForm;
import dev.espalier.runtime.structure.Beginnings;
import dev.espalier.runtime.structure.Weights;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A layer of a frozen network: its weights as they are stored, and as they are executed.
 *
 * <p>The executed form is built from the stored one, on freezing as on loading: what runs is what the file holds.
 */
public final class FrozenLayer {
  private final LayerInfo info;
  private final FrozenWeights stored;
  private final BitSet present;
  private final float[] bias;
  private final FormChoice choice;
  private final FrozenNormalization normalization;
  private final int[] channels;
  private final int[] channelPointers;
  private final Beginnings beginnings;
  private final float[] beginning;
  private final int[] beginRows;
  private final int[] heads;
  private final int[] headPointers;
  private volatile SingleForm single;
  private volatile ExecutionForm singleConvolution;
  private GatedFilters gated;

  private FrozenLayer(
      LayerInfo info,
      FrozenWeights stored,
      BitSet present,
      float[] bias,
      FormChoice choice,
      FrozenNormalization normalization) {
    this.info = info;
    this.stored = stored;
    this.present = present;
    this.bias = bias;
    this.choice = choice;
    this.normalization = normalization;
    this.channels = present.stream().toArray();
    this.channelPointers = new int[] {0, channels.length};
    this.beginnings = stored == null || stored.beginnings() == null
        ? null
        : stored.beginnings().spread(present, info.weights().rows());
    this.beginRows = beginnings == null ? new int[0] : beginnings.alikeRows();
    this.beginning = beginnings == null ? null : oneSample();
    this.heads = heads(info, present);
    this.headPointers = new int[] {0, heads.length};
  }

  /**
   * A layer without weights.
   *
   * @param present which channels of its result are computed
   * @param normalization null but for a batch normalisation that stands alone
   */
  static FrozenLayer without(LayerInfo info, BitSet present, FrozenNormalization normalization) {
    return new FrozenLayer(info, null, present, null, null, normalization);
  }

  /** From stored weights, whose rows and columns are those of the geometry that are left. */
  static FrozenLayer of(LayerInfo info, FrozenWeights stored) {
    Weights weights = stored.expanded(info);
    BitSet present = stored.left().rows(info.weights());
    // Compacted kernels always add biases: constants of channels that are gone may have become some.
    float[] bias = weights.bias() == null && info.frozen().compact() ? new float[info.weights().rows()] : weights.bias();
    return new FrozenLayer(
        info, stored, present, bias, choose(info, remaining(stored, weights, present, bias), FormChoice.WIDE), null);
  }

  private static FormChoice choose(LayerInfo info, Remaining left, int lanes) {
    return info.weights().isProduct()
        ? FormChoice.of(info, left, lanes)
        : new FormChoice(DenseForm.of(info.weights(), left.weights()), "its weights multiply no inputs");
  }

  /** The same layer with its form chosen by the rates that are known now. */
  FrozenLayer chosenAgain() {
    return chosenFor(FormChoice.WIDE);
  }

  /** The same layer in the form for panels of so many lanes. */
  FrozenLayer chosenFor(int lanes) {
    if (stored == null) {
      return this;
    }
    return in(choose(info, remaining(), lanes));
  }

  /** The same layer in another form. */
  FrozenLayer in(FormChoice other) {
    return new FrozenLayer(info, stored, present, bias, other, null);
  }

  /** The weights in the shape that the layer was declared with, those of channels that are gone as zeros. */
  Remaining remaining() {
    return remaining(stored, stored.expanded(info), present, bias);
  }

  private static Remaining remaining(FrozenWeights stored, Weights weights, BitSet present, float[] bias) {
    return new Remaining(weights.values(), weights.kept(), present, stored.left().channels() == null, bias,
        weights.beginnings() != null);
  }

  /** The parameters as a file holds them; null where the layer has none. */
  FrozenWeights stored() {
    return stored;
  }

  /** Which channels of the result are computed. */
  BitSet present() {
    return (BitSet) present.clone();
  }

  /** The channels of the result that are computed, ascending; read by the kernels. */
  public int[] channels() {
    return channels;
  }

  /** 0 and the number of {@link #channels}; read by the kernels. */
  public int[] channelPointers() {
    return channelPointers;
  }

  /** The heads of attention that are computed, ascending; none of any other layer; read by the kernels. */
  public int[] heads() {
    return heads;
  }

  /** 0 and the number of {@link #heads}; read by the kernels. */
  public int[] headPointers() {
    return headPointers;
  }

  private static int[] heads(LayerInfo info, BitSet present) {
    int count = info.channels().heads();
    return IntStream.range(0, count).filter(h -> present.get(h * (info.output().channels() / count))).toArray();
  }

  /** The layer. */
  public LayerInfo info() {
    return info;
  }

  /**
   * The weights as they are stored, those of rows and channels that left the network not among them; null where the
   * layer has none.
   */
  public EncodedTensor weights() {
    return stored == null ? null : stored.encoded();
  }

  /** One a row of the weights, read by the kernels; null where the layer has none. */
  public float[] bias() {
    return bias;
  }

  /**
   * What a channel is multiplied by, of a batch normalisation that stands alone.
   *
   * @throws NullPointerException of any other layer
   */
  public float[] factor() {
    return normalization.factor();
  }

  /**
   * What is added to a channel, of a batch normalisation that stands alone.
   *
   * @throws NullPointerException of any other layer
   */
  public float[] offset() {
    return normalization.offset();
  }

  /**
   * Whether constants of channels that are gone add to its sums what is not the same at every place, so that its kernels
   * begin with what {@link #begin} writes.
   */
  public boolean begins() {
    return beginnings != null;
  }

  /** For each row of the result the row of {@link #begin} that it begins with; read by the kernels. */
  public int[] beginRows() {
    return beginRows;
  }

  /**
   * Writes what the sums begin with, biases included, for the rows that are computed: of one sample whole planes, of several
   * those rows that {@link #beginRows} names.
   *
   * @param first where they begin in the slab, laid out as the result is
   */
  public void begin(float[] slab, int first, int lanes) {
    if (lanes == 1) {
      int plane = info.frozen().output().planeLines();
      for (int row : channels) {
        System.arraycopy(beginning, row * plane, slab, first + row * plane, plane);
      }
      return;
    }
    beginnings.write(slab, first, lanes, info.frozen().output(), channels, bias, beginRows);
  }

  /** What the sums of one sample begin with: planes to be copied. */
  private float[] oneSample() {
    float[] lines = new float[info.frozen().output().lines()];
    int[] rows = IntStream.range(0, beginRows.length).toArray();
    beginnings.write(lines, 0, 1, info.frozen().output(), channels, bias, rows);
    return lines;
  }

  /** The weights as they are executed; null where the layer has none. */
  public ExecutionForm form() {
    return choice == null ? null : choice.form();
  }

  /** All weights, of a layer that is executed in no other form: a table, or scales. */
  public DenseForm table() {
    return (DenseForm) choice.form();
  }

  /** Why they are executed in that form; empty where the layer has no weights. */
  public String reason() {
    return choice == null ? "" : choice.reason();
  }

  /**
   * The weights as one sample is multiplied by them, packed when they are first asked for.
   *
   * @throws IllegalArgumentException when the layer is a convolution
   * @throws NullPointerException when it has no weights
   */
  public SingleForm single() {
    SingleForm packed = single;
    if (packed == null) {
      Remaining left = remaining();
      packed = FormChoice.single(info.name(), info.weights(), left.weights(), left.kept());
      single = packed;
    }
    return packed;
  }

  /**
   * {@code y = W x + b} of a dense layer for one sample, without the activation.
   *
   * @param slab of one lane
   * @param x where the input begins
   * @param y where the result begins
   */
  public void multiply(float[] slab, int x, int y) {
    single().multiply(slab, x, y, bias);
  }

  /**
   * The kept weights of a convolution as one sample is multiplied by them, packed when they are first asked for.
   *
   * @return null where another form is faster: {@link #singleCompact}, {@link #singleWeights}
   */
  public RowForm singleRows() {
    return singleConvolution() instanceof RowForm rows ? rows : null;
  }

  /**
   * What is left of a convolution, as one sample is multiplied by it; null where {@link #singleRows} or
   * {@link #singleWeights} are.
   */
  public CompactForm singleCompact() {
    return singleConvolution() instanceof CompactForm compact ? compact : null;
  }

  /** All weights of a convolution, as one sample is multiplied by them where the other forms are null. */
  public DenseForm singleWeights() {
    return (DenseForm) singleConvolution();
  }

  private ExecutionForm singleConvolution() {
    ExecutionForm packed = singleConvolution;
    if (packed == null) {
      Remaining left = remaining();
      packed = FormChoice.singleConvolution(info, left);
      singleConvolution = packed;
    }
    return packed;
  }

  /**
   * The filters of a gated convolution that run for one sample; null elsewhere.
   *
   * @see #forOneSample
   */
  public GatedFilters gated() {
    return gated;
  }

  /** The layer with scratch memory of its own where one sample decides which of its filters run. */
  FrozenLayer forOneSample() {
    DynamicInfo dynamic = info.dynamic();
    if (dynamic == null || dynamic.part() != DynamicInfo.Part.GATED || info.weights().groups() > 1) {
      return this;
    }
    FrozenLayer own = new FrozenLayer(info, stored, present, bias, choice, null);
    own.singleConvolution = singleConvolution();
    own.gated = own.singleConvolution instanceof DenseForm dense
        ? GatedFilters.of(info.weights(), dynamic.kept(), dense, bias)
        : GatedFilters.of(info.weights(), dynamic.kept(), own.keptRows(), bias);
    return own;
  }

  private RowForm keptRows() {
    if (singleConvolution instanceof RowForm rows) {
      return rows;
    }
    Remaining left = remaining();
    return RowForm.of(info.weights(), info.inferenceInput(), left.weights(), left.kept());
  }

  /** Says that the program has no kernel for the form; generated programs throw it. */
  public IllegalStateException withoutKernels() {
    return new IllegalStateException("Layer " + info.name() + " is to be executed as " + form().label()
        + ", and no kernel for that was generated.\n  Fix: load it with the class that was generated for it.");
  }

  /** Kept weights. */
  public int kept() {
    return stored == null ? 0 : stored.encoded().decodeMask().cardinality();
  }

  /** Bits of the encoded weights, the biases and the lists of what is left, as the cost report counts them. */
  public long bits() {
    return stored == null ? 0 : stored.bits(info);
  }
}
