package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import java.util.Locale;

/** Whether training steps of a layer pass over its kept weights alone. */
final class KeptChoice {

  /** {@code auto}, {@code dense} or {@code kept}: what every layer does that can do either. */
  static final String PROPERTY = "espalier.training";

  /** Where both ways took equally long on 256-bit vectors, over forward and backward. */
  private static final double BREAK_EVEN = 0.35;

  private static final String MODE = mode();

  private KeptChoice() {}

  private static String mode() {
    String mode = System.getProperty(PROPERTY, "auto").strip().toLowerCase(Locale.ROOT);
    return switch (mode) {
      case "auto", "dense", "kept" -> mode;
      default -> throw new IllegalArgumentException(
          "System property " + PROPERTY + " is '" + mode + "'.\n  Fix: use one of auto, dense, kept.");
    };
  }

  static boolean isFaster(Parameter weight) {
    return switch (MODE) {
      case "dense" -> false;
      case "kept" -> weight.kept() != null;
      default -> weight.kept() != null && weight.keptCount() < BREAK_EVEN * weight.size();
    };
  }
}
