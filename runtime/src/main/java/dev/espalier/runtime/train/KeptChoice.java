package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import java.util.Locale;

/** Whether training steps of a layer pass over its kept weights alone. */
public final class KeptChoice {

  /** {@code auto}, {@code dense} or {@code kept}: what every layer does that can do either. */
  public static final String PROPERTY = "espalier.training";

  /** Where both ways took equally long on 256-bit vectors, over forward and backward. */
  private static final double BREAK_EVEN = 0.35;

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

  boolean isFaster(Parameter weight) {
    return switch (mode) {
      case "dense" -> false;
      case "kept" -> weight.kept() != null;
      default -> weight.kept() != null && weight.keptCount() < BREAK_EVEN * weight.size();
    };
  }
}
