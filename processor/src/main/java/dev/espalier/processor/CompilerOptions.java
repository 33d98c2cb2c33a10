package dev.espalier.processor;

import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The processor's {@code -A} options.
 *
 * @param kernels {@code espalier.kernels}: which kernels are generated
 * @param report {@code espalier.report}: whether the static plan's costs are printed as a note; false by default
 */
record CompilerOptions(Kernels kernels, boolean report) {
  static final String KERNELS = "espalier.kernels";
  static final String REPORT = "espalier.report";

  /** Which kernels are generated. */
  enum Kernels {
    /**
     * Vector API kernels where the user's module sees the Vector API; else portable ones, and a warning. The default.
     */
    AUTO,
    /** Vector API kernels, or an error. */
    VECTOR,
    /** Portable kernels. */
    PORTABLE
  }

  static CompilerOptions read(Map<String, String> options, Consumer<Problem> problems) {
    String kernels = value(options, KERNELS, List.of("auto", "vector", "portable"), problems);
    String report = value(options, REPORT, List.of("false", "true"), problems);
    return new CompilerOptions(Kernels.valueOf(kernels.toUpperCase(Locale.ROOT)), Boolean.parseBoolean(report));
  }

  /** The option's value; the first of the choices where it is not given or wrong. */
  private static String value(
      Map<String, String> options, String option, List<String> choices, Consumer<Problem> problems) {
    String given = options.getOrDefault(option, choices.getFirst());
    if (choices.contains(given)) {
      return given;
    }
    problems.accept(Diagnostic.OPTION_VALUE.with(option, given, String.join(", ", choices)));
    return choices.getFirst();
  }
}
