package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import java.util.Locale;

/** Whether training steps of a layer pass over its kept weights alone. */
public final class KeptChoice {

  /** {@code auto}, {@code dense} or {@code kept}: what every layer does that can do either. */
  public static final String PROPERTY = "espalier.training";

  /** Where both ways took equally long on 256-bit vectors, over forward and backward, in dense layers. */
  private static final double BREAK_EVEN = 0.35;

  /** The same of convolutions of 3 x 3: 0.7 to 0.8. Those of 1 x 1 are as dense layers. */
  private static final double WINDOW_BREAK_EVEN = 0.6;

  private final String mode;

  private KeptChoice(String mode) {
    this.mode = mode;
  }

  /**
   * As the system property says.
   *
   * @throws IllegalArgumentException when it says nothing that there is
   */
  static KeptChoice ofProperty() {
    String mode = System.getProperty(PROPERTY, "auto").strip().toLowerCase(Locale.ROOT);
    return switch (mode) {
      case "auto", "dense", "kept" -> new KeptChoice(mode);
      default -> throw new IllegalArgumentException(
          "System property " + PROPERTY + " is '" + mode + "'.\n  Fix: use one of auto, dense, kept.");
    };
  }

  /**
   * Whether a step is faster over kept weights.
   *
   * @param taps of the layer's window, 1 for a dense layer
   */
  boolean isFaster(Parameter weight, int taps) {
    return switch (mode) {
      case "dense" -> false;
      case "kept" -> weight.kept() != null;
      default -> weight.kept() != null && weight.keptCount() < (taps > 1 ? WINDOW_BREAK_EVEN : BREAK_EVEN)
          * weight.size();
    };
  }
}
