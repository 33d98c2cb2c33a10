package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Which form a frozen layer is executed in, and why.
 *
 * @param form the form
 * @param reason in a few words, for reports: {@code density 0.050 is below 0.20, where rows break even with dense}
 */
public record FormChoice(ExecutionForm form, String reason) {

  /** The system property that forces a form: {@code dense}, {@code rows}, {@code panels}; {@code auto} forces none. */
  public static final String PROPERTY = "espalier.form";

  /**
   * The density of kept weights below which a packed form of a dense layer is the faster one.
   *
   * <p>A row kernel loads one line for every multiply-add where the dense kernel shares lines in a register tile.
   * Measured with
   * 512-bit vectors on 784 x 300, 512 x 512 and 1024 x 1024 weights, rows and dense are equally fast at densities of
   * 0.15 to 0.2
   * on 16 lanes, and at 0.35 to 0.45 on 64; with 256-bit vectors on 300 x 784 the faster of rows and panels at 0.3 on
   * 16 lanes
   * and at 0.5 on 64.
   */
  public static final double DENSE_LAYER_BREAK_EVEN = 0.25;

  /** The same for a convolution, whose taps are read at many positions: measured 0.27 on 16 lanes and 0.48 on 64. */
  public static final double CONVOLUTION_BREAK_EVEN = 0.3;

  /**
   * The share of kept weights in pairs from which panels are faster than rows: with 256-bit vectors on 512 x 512
   * weights and 384
   * lanes panels ran 1.1 times as fast at a share of 0.30 and 0.93 times at 0.21.
   */
  public static final double PANEL_SHARE = 0.25;

  /** The density below which kept weights alone are faster for one sample: measured 0.6 to 0.75 on 300 x 784. */
  public static final double SINGLE_BREAK_EVEN = 0.6;

  private static final List<String> NAMES = List.of("auto", "dense", "rows", "panels");

  /**
   * Chooses by density and by how many kept weights stand in pairs, unless the system property {@value #PROPERTY}
   * forces a form.
   *
   * @param input where the inference slab holds the layer's input
   * @param weights row-major, pruned ones +0
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when the property names no form
   */
  public static FormChoice of(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    String wanted = wanted();
    String forced = "forced by -D" + PROPERTY + "=" + wanted;
    return switch (wanted) {
      case "dense" -> new FormChoice(DenseForm.of(geometry, weights), forced);
      case "rows" -> new FormChoice(RowForm.of(geometry, input, weights, kept), forced);
      case "panels" -> new FormChoice(PanelForm.of(geometry, input, weights, kept), forced);
      default -> byDensity(geometry, input, weights, kept);
    };
  }

  /** Every form of a layer, to measure them; parameters as in {@link #of}. */
  public static List<ExecutionForm> candidates(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    return List.of(
        DenseForm.of(geometry, weights),
        RowForm.of(geometry, input, weights, kept),
        PanelForm.of(geometry, input, weights, kept));
  }

  /** Whether the system property {@value #PROPERTY} names a form, so that nothing is left to choose. */
  public static boolean isForced() {
    return !wanted().equals("auto");
  }

  /**
   * The form of a dense layer for one sample: kept weights alone below a density of {@value #SINGLE_BREAK_EVEN},
   * unless the
   * system property {@value #PROPERTY} says {@code dense}, or another form of kept weights.
   *
   * @param weights row-major, pruned ones +0
   * @param kept a set bit where a weight is kept
   */
  public static SingleForm single(WeightGeometry geometry, float[] weights, BitSet kept) {
    boolean sparse =
        isForced() ? !wanted().equals("dense") : kept.cardinality() < SINGLE_BREAK_EVEN * geometry.size();
    return sparse ? SingleSparse.of(geometry, weights, kept) : SingleDense.of(geometry, weights);
  }

  /**
   * The form of a convolution for one sample, whose pixels are the lanes: kept weights row by row below a density of
   * {@value #CONVOLUTION_BREAK_EVEN}, unless the system property {@value #PROPERTY} says {@code dense}, or another
   * form of kept weights; parameters as in {@link #of}.
   *
   * @return a {@link RowForm} or a {@link DenseForm}
   */
  public static ExecutionForm singleConvolution(
      WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    boolean sparse =
        isForced() ? !wanted().equals("dense") : kept.cardinality() < CONVOLUTION_BREAK_EVEN * geometry.size();
    return sparse ? RowForm.of(geometry, input, weights, kept) : DenseForm.of(geometry, weights);
  }

  private static String wanted() {
    String wanted = System.getProperty(PROPERTY, "auto").strip().toLowerCase(Locale.ROOT);
    if (!NAMES.contains(wanted)) {
      throw new IllegalArgumentException("System property " + PROPERTY + " is '" + wanted
          + "', which names no execution form.\n  Fix: use one of " + String.join(", ", NAMES) + ".");
    }
    return wanted;
  }

  private static FormChoice byDensity(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    double density = (double) kept.cardinality() / geometry.size();
    boolean convolution = geometry.outHeight() * geometry.outWidth() > 1;
    double breakEven = convolution ? CONVOLUTION_BREAK_EVEN : DENSE_LAYER_BREAK_EVEN;
    boolean sparse = density < breakEven;
    String reason = String.format(Locale.ROOT, "density %.3f is %s %.2f, where rows break even with dense",
        density, sparse ? "below" : "not below", breakEven);
    if (!sparse) {
      return new FormChoice(DenseForm.of(geometry, weights), reason);
    }
    PanelForm panels = PanelForm.of(geometry, input, weights, kept);
    double share = panels.sharedShare();
    if (share < PANEL_SHARE) {
      return new FormChoice(RowForm.of(geometry, input, weights, kept), reason);
    }
    return new FormChoice(panels, String.format(Locale.ROOT, "%s; %.2f of the weights stand in pairs", reason, share));
  }
}
