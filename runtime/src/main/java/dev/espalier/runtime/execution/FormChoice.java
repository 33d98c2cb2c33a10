package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.Locale;

/**
 * Which form a frozen layer is executed in, and why.
 *
 * @param form the form
 * @param reason in a few words, for reports: {@code density 0.050 is below 0.20, where rows break even with dense}
 */
public record FormChoice(ExecutionForm form, String reason) {

  /** The system property that forces a form: {@code auto} (the default), {@code dense} or {@code rows}. */
  public static final String PROPERTY = "espalier.form";

  /**
   * The density of kept weights below which the row form of a dense layer is the faster one.
   *
   * <p>A row kernel loads one line for every multiply-add where the dense kernel shares lines in a register tile.
   * Measured with 512-bit vectors on 784 x 300, 512 x 512 and 1024 x 1024 weights, the two are equally fast at
   * densities of 0.15 to 0.2 on 16 lanes, and at 0.35 to 0.45 on 64; the smaller holds for single samples, which are
   * what a service scores.
   */
  public static final double DENSE_LAYER_BREAK_EVEN = 0.2;

  /** The same for a convolution, whose taps are read at many positions: measured 0.27 on 16 lanes and 0.48 on 64. */
  public static final double CONVOLUTION_BREAK_EVEN = 0.3;

  /**
   * Chooses by density, unless the system property {@value #PROPERTY} forces a form.
   *
   * @param input where the inference slab holds the layer's input
   * @param weights row-major, pruned ones +0
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when the property names no form
   */
  public static FormChoice of(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    String wanted = System.getProperty(PROPERTY, "auto").strip().toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "auto" -> byDensity(geometry, input, weights, kept);
      case "dense" -> new FormChoice(DenseForm.of(geometry, weights), "forced by -D" + PROPERTY + "=dense");
      case "rows" ->
          new FormChoice(RowForm.of(geometry, input, weights, kept), "forced by -D" + PROPERTY + "=rows");
      default -> throw new IllegalArgumentException("System property " + PROPERTY + " is '" + wanted
          + "', which names no execution form.\n  Fix: use one of auto, dense, rows.");
    };
  }

  private static FormChoice byDensity(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    double density = (double) kept.cardinality() / geometry.size();
    boolean convolution = geometry.outHeight() * geometry.outWidth() > 1;
    double breakEven = convolution ? CONVOLUTION_BREAK_EVEN : DENSE_LAYER_BREAK_EVEN;
    boolean sparse = density < breakEven;
    String reason = String.format(Locale.ROOT, "density %.3f is %s %.2f, where rows break even with dense",
        density, sparse ? "below" : "not below", breakEven);
    return new FormChoice(
        sparse ? RowForm.of(geometry, input, weights, kept) : DenseForm.of(geometry, weights), reason);
  }
}
