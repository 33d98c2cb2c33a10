package dev.espalier.runtime.diagnostic;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as the diagnostics print them: as a person would have written them in the source. */
public final class Figures {
  private Figures() {}

  /** {@code 0.001} rather than {@code 1.0E-3}, {@code 5} rather than {@code 5.0}. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    boolean shortEnough = Math.abs(exact.scale()) <= 12;
    return value == 0 ? "0" : shortEnough ? exact.toPlainString() : exact.toString();
  }

  /** With thousands separated: {@code 266,200}. */
  public static String of(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A share as a percentage with one decimal: {@code 36.9 %}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** The largest short decimal that is not above a share, fine enough to tell one of {@code count} from the next. */
  public static String atMost(double share, long count) {
    return BigDecimal.valueOf(share).setScale(decimals(count), RoundingMode.FLOOR).stripTrailingZeros().toPlainString();
  }

  /** The smallest short decimal that is not below a share, fine enough to tell one of {@code count} from the next. */
  public static String atLeast(double share, long count) {
    return BigDecimal.valueOf(share).setScale(decimals(count), RoundingMode.CEILING).stripTrailingZeros()
        .toPlainString();
  }

  private static int decimals(long count) {
    return 1 + (int) Math.ceil(Math.log10((double) count));
  }
}
