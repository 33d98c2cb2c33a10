package dev.espalier.runtime.execution;

import dev.espalier.runtime.diagnostic.Suggestions;
import java.util.List;
import java.util.Locale;

/**
 * The system property {@value #PROPERTY}: the forms that a user wants, for all layers or for some.
 *
 * <p>Its value is a form ({@code rows}) or a list of forms by layer ({@code hidden1=strips,hidden2=dense}); a form
 * without a layer counts for all that are not named ({@code rows,logits=dense}).
 */
final class FormSwitch {
  static final String PROPERTY = "espalier.form";
  static final String AUTO = "auto";

  private static final List<String> NAMES =
      List.of(AUTO, "dense", "rows", "row-blocks", "panels", "strips", "compacted", "bitmap", "baked");

  private FormSwitch() {}

  /** Whether a form is wanted for some layer. */
  static boolean isSet() {
    return !value().equals(AUTO);
  }

  /**
   * What is wanted for a layer: the name of a form, or {@value #AUTO}.
   *
   * @throws IllegalArgumentException when an entry names no form
   */
  static String wanted(String layer) {
    String forAll = AUTO;
    String forLayer = null;
    for (String entry : List.of(value().split(",", -1))) {
      int sign = entry.indexOf('=');
      String form = entry.substring(sign + 1).strip().toLowerCase(Locale.ROOT);
      if (!NAMES.contains(form)) {
        throw new IllegalArgumentException("System property " + PROPERTY + " is '" + value() + "', and '" + form
            + "' names no execution form." + "\n  Fix: use one of " + String.join(", ", NAMES)
            + ", for all layers or as LAYER=FORM. " + Suggestions.forName(form, NAMES));
      }
      if (sign < 0) {
        forAll = form;
      } else if (entry.substring(0, sign).strip().equals(layer)) {
        forLayer = form;
      }
    }
    return forLayer == null ? forAll : forLayer;
  }

  /** For a form that a layer has no kernel for. */
  static IllegalArgumentException unavailable(String layer, String form, String why) {
    return new IllegalArgumentException("System property " + PROPERTY + " is '" + value() + "', and " + layer
        + " cannot run as " + form + ": " + why + ".\n  Fix: except it, as in -D" + PROPERTY + "=" + value() + ","
        + layer + "=auto, or use dense or rows, which every layer has.");
  }

  private static String value() {
    return System.getProperty(PROPERTY, AUTO).strip();
  }
}
