package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.FrozenPlan;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Which form a frozen layer is executed in, and why.
 *
 * @param form the form
 * @param reason in a few words, for reports: {@code density 0.050; microseconds on 80 lanes, ...}
 */
public record FormChoice(ExecutionForm form, String reason) {

  /**
   * The system property that forces a form: {@code dense}, {@code rows}, {@code row-blocks}, {@code panels},
   * {@code strips}, {@code compacted}, {@code bitmap}, {@code baked}; {@code auto} forces none. A list forces them layer
   * by layer: {@code rows,hidden1=strips,logits=dense}. A layer without kernels for its form is an error.
   */
  public static final String PROPERTY = FormSwitch.PROPERTY;

  /** Lanes of the panels that forms are chosen for where nobody says how many: those of a wide batch. */
  public static final int WIDE = 80;

  /** The density below which kept weights alone are faster for a convolution of one sample. */
  public static final double CONVOLUTION_BREAK_EVEN = 0.3;

  /** The same for a dense layer of one sample: measured 0.6 to 0.75 on 300 x 784. */
  public static final double SINGLE_BREAK_EVEN = 0.6;

  /**
   * The lanes up to which baked kernels are tried. Their gain is in the overhead of a row, which more lanes share: with
   * 256-bit vectors 205 to 400 weights of 32 x 32 to 100 x 100 ran 1.8 to 2.2 times as fast as rows on 16 lanes, 1.02
   * times on 32 and 0.95 times on 48.
   */
  static final int BAKED_LANES = 16;

  /**
   * Chooses the form that costs least by the rates of the machine ({@link MachineRates}), unless the system property
   * {@value #PROPERTY} forces one. Panels and bitmaps are never chosen: panels of two rows were slower than rows wherever
   * they were measured on panels of 48 lanes and more, bitmaps everywhere; {@code Frozen.tuned} measures these, and
   * baked kernels.
   *
   * @param layer its geometry, its input, and the kernels that it has
   * @param lanes of the panels that it will run on
   * @param left what is left of its parameters
   * @throws IllegalArgumentException when the property names no form, or one that the layer has no kernel for
   */
  public static FormChoice of(LayerInfo layer, Remaining left, int lanes) {
    float[] weights = left.weights();
    BitSet kept = left.kept();
    WeightGeometry geometry = layer.weights();
    Layout input = layer.inferenceInput();
    String wanted = FormSwitch.wanted(layer.name());
    if (wanted.equals(FormSwitch.AUTO)) {
      return chosen(layer, left, lanes);
    }
    requireKernels(layer, left, wanted);
    ExecutionForm form = switch (wanted) {
      case "dense" -> DenseForm.of(layer, weights);
      case "row-blocks" -> RowForm.inBlocks(geometry, input, weights, kept);
      case "panels" -> PanelForm.of(geometry, input, weights, kept);
      case "strips" -> StripForm.of(layer.frozen().stripRows(), geometry, input, weights, kept);
      case "compacted" -> CompactForm.of(geometry, input, weights, kept, left.rows());
      case "bitmap" -> BitmapForm.of(geometry, input, weights, kept);
      case "baked" -> baked(layer, RowForm.of(geometry, input, weights, kept), left.bias());
      default -> RowForm.of(geometry, input, weights, kept);
    };
    return new FormChoice(form, "forced by -D" + PROPERTY + "=" + wanted);
  }

  private static void requireKernels(LayerInfo layer, Remaining left, String form) {
    FrozenPlan plan = layer.frozen();
    if (!form.equals("compacted") && left.gainsBiases(layer.weights())) {
      throw FormSwitch.unavailable(
          layer.name(), form, "it takes in constants as biases, which only compacted rows and columns add");
    }
    String missing = switch (form) {
      case "dense" -> left.wholeInput() ? null : "channels of its input are gone";
      case "row-blocks" -> RowForm.takesBlocks(layer.weights()) ? null : "its rows are too short for blocks";
      case "strips" -> plan.stripRows() > 0 ? null : "its policy gives it no kernel for strips";
      case "compacted" -> plan.compact() ? null : "its policy gives it no kernel for compacted rows and columns";
      case "bitmap" -> plan.bitmap() ? null : "its policy gives it no kernel for bitmaps";
      default -> null;
    };
    if (missing != null) {
      throw FormSwitch.unavailable(layer.name(), form, missing);
    }
  }

  private static ExecutionForm baked(LayerInfo layer, ExecutionForm form, float[] bias) {
    return KernelBaker.tryToBake(layer, form, bias)
        .orElseThrow(() -> FormSwitch.unavailable(layer.name(), "baked",
            "nothing bakes it (no compiler on the class path, too many weights, or -D"
                + KernelBaker.PROPERTY + "=off)"));
  }

  /**
   * Every form of a layer that it has kernels for, and on few lanes what a {@link KernelBaker} makes of them, to measure
   * them; parameters as in {@link #of}.
   *
   * @param lanes of the slab that they are to run in
   */
  public static List<ExecutionForm> candidates(LayerInfo layer, Remaining left, int lanes) {
    float[] weights = left.weights();
    BitSet kept = left.kept();
    WeightGeometry geometry = layer.weights();
    Layout input = layer.inferenceInput();
    List<ExecutionForm> forms = estimated(layer, left);
    if (left.gainsBiases(geometry)) {
      return forms;
    }
    forms.add(PanelForm.of(geometry, input, weights, kept));
    if (layer.frozen().bitmap()) {
      forms.add(BitmapForm.of(geometry, input, weights, kept));
    }
    if (lanes <= BAKED_LANES) {
      List.copyOf(forms).forEach(form -> KernelBaker.tryToBake(layer, form, left.bias()).ifPresent(forms::add));
    }
    return forms;
  }

  /** Whether the system property {@value #PROPERTY} names a form, so that nothing is left to choose. */
  public static boolean isForced() {
    return FormSwitch.isSet();
  }

  /**
   * The form of a dense layer for one sample: kept weights alone below a density of {@value #SINGLE_BREAK_EVEN},
   * unless the
   * system property {@value #PROPERTY} says {@code dense}, or another form of kept weights.
   *
   * @param weights row-major, pruned ones +0
   * @param kept a set bit where a weight is kept
   */
  public static SingleForm single(String layer, WeightGeometry geometry, float[] weights, BitSet kept) {
    return sparse(layer, geometry, kept, SINGLE_BREAK_EVEN)
        ? SingleSparse.of(geometry, weights, kept) : SingleDense.of(geometry, weights);
  }

  /**
   * The form of a convolution for one sample, whose pixels are the lanes: what is left where rows or channels are gone,
   * kept weights row by row below a density of {@value #CONVOLUTION_BREAK_EVEN}, else all; unless the system
   * property {@value #PROPERTY} says {@code dense}, or another form of kept weights; parameters as in {@link #of}.
   *
   * @return a {@link CompactForm}, a {@link RowForm} or a {@link DenseForm}
   */
  public static ExecutionForm singleConvolution(LayerInfo layer, Remaining left) {
    WeightGeometry geometry = layer.weights();
    String wanted = FormSwitch.wanted(layer.name());
    boolean smaller =
        wanted.equals(FormSwitch.AUTO) ? left.isSmaller(geometry) : wanted.equals("compacted");
    if (layer.frozen().compact() && (smaller || left.gainsBiases(geometry))) {
      return CompactForm.of(geometry, layer.inferenceInput(), left.weights(), left.kept(), left.rows());
    }
    return !left.wholeInput() || sparse(layer.name(), geometry, left.kept(), CONVOLUTION_BREAK_EVEN)
        ? RowForm.of(geometry, layer.inferenceInput(), left.weights(), left.kept())
        : DenseForm.of(geometry, left.weights());
  }

  private static boolean sparse(String layer, WeightGeometry geometry, BitSet kept, double breakEven) {
    String wanted = FormSwitch.wanted(layer);
    return wanted.equals(FormSwitch.AUTO)
        ? kept.cardinality() < breakEven * geometry.size()
        : !wanted.equals("dense");
  }

  /** The forms that rates tell the cost of. */
  private static List<ExecutionForm> estimated(LayerInfo layer, Remaining left) {
    float[] weights = left.weights();
    BitSet kept = left.kept();
    WeightGeometry geometry = layer.weights();
    Layout input = layer.inferenceInput();
    List<ExecutionForm> forms = new ArrayList<>();
    if (left.gainsBiases(geometry)) {
      forms.add(CompactForm.of(geometry, input, weights, kept, left.rows()));
      return forms;
    }
    if (left.wholeInput()) {
      forms.add(DenseForm.of(layer, weights));
    }
    forms.add(RowForm.of(geometry, input, weights, kept));
    if (RowForm.takesBlocks(geometry)) {
      forms.add(RowForm.inBlocks(geometry, input, weights, kept));
    }
    int height = layer.frozen().stripRows();
    if (height > 0) {
      forms.add(StripForm.of(height, geometry, input, weights, kept));
    }
    if (layer.frozen().compact()) {
      forms.add(CompactForm.of(geometry, input, weights, kept, left.rows()));
    }
    return forms;
  }

  /** The form that the rates of the machine make the cheapest. */
  private static FormChoice chosen(LayerInfo layer, Remaining left, int lanes) {
    WeightGeometry geometry = layer.weights();
    FormRates rates = MachineRates.current();
    ExecutionForm best = null;
    double least = Double.POSITIVE_INFINITY;
    StringBuilder estimates = new StringBuilder();
    for (ExecutionForm form : estimated(layer, left)) {
      double nanos = rates.nanos(form, geometry.rows(), geometry.outHeight() * geometry.outWidth(), lanes);
      if (nanos < least) {
        least = nanos;
        best = form;
      }
      if (nanos < Double.POSITIVE_INFINITY) {
        estimates.append(estimates.isEmpty() ? "" : ", ")
            .append(String.format(Locale.ROOT, "%s %.1f", form.label(), nanos / 1e3));
      }
    }
    return new FormChoice(best, String.format(Locale.ROOT,
        "density %.3f; microseconds on %d lanes, estimated by %s: %s",
        left.density(), lanes, rates.source(), estimates));
  }
}
