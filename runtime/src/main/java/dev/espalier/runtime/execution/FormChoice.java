package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.Locale;

/**
 * Which form a frozen layer is executed in, and why.
 *
 * @param form the form
 * @param reason in a few words, for reports: {@code density 0.050 is below 0.40, where rows break even with dense}
 */
public record FormChoice(ExecutionForm form, String reason) {

  /** The system property that forces a form: {@code auto} (the default), {@code dense} or {@code rows}. */
  public static final String PROPERTY = "espalier.form";

  /**
   * The density of kept weights below which the row form is faster than the dense one. A row kernel loads one line for every
   * multiply-add where the dense kernel shares loads in a register tile; measured on 300 x 784 to 1024 x 1024 weights and 16 to
   * 64 lanes, it reaches between 0.3 and 0.6 of the dense kernel's multiply-adds a second.
   */
  public static final double BREAK_EVEN_DENSITY = 0.4;

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
    boolean sparse = density < BREAK_EVEN_DENSITY;
    String reason = String.format(Locale.ROOT, "density %.3f is %s %.2f, where rows break even with dense",
        density, sparse ? "below" : "not below", BREAK_EVEN_DENSITY);
    return new FormChoice(
        sparse ? RowForm.of(geometry, input, weights, kept) : DenseForm.of(geometry, weights), reason);
  }
}
