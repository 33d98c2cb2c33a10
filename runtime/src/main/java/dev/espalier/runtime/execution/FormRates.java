package dev.espalier.runtime.execution;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the kernels of each form cost on a machine: nanoseconds for one weight, or for the beginning and end of one row,
 * by the lanes of a panel.
 *
 * @param dense of a weight that the dense kernel reads
 * @param row of a kept weight in rows
 * @param block of a kept weight in rows that are cut into blocks of columns
 * @param strip of a stored weight in strips
 * @param start of a row, or of a row's part in one block: its sum is loaded and stored, and the loop over it is left
 *     where nobody foresaw it
 * @param source where the numbers are from, for reports
 */
public record FormRates(Rate dense, Rate row, Rate block, Rate strip, Rate start, String source) {

  /**
   * Measured with 256-bit vectors and 16 registers on 512 x 512 weights, panels of 16, 32, 48 and 80 lanes, 50 to 98 %
   * zeros.
   */
  public static final FormRates BUILT_IN = new FormRates(
      new Rate(0, 0.40), new Rate(0.6, 0.90), new Rate(1.1, 0.33), new Rate(0.1, 0.60), new Rate(5, 3.2),
      "built-in rates");

  private static final double MOST_APART = 10;

  /**
   * A cost that grows with the lanes.
   *
   * @param fixed nanoseconds however few lanes there are
   * @param stream nanoseconds for every 16 lanes
   */
  public record Rate(double fixed, double stream) {

    /** The line through two measured costs; a negative fixed part, which noise can make, is none. */
    static Rate through(int narrow, double first, int wide, double second) {
      double stream = (second - first) * 16 / (wide - narrow);
      return new Rate(Math.max(0, first - stream * narrow / 16), stream);
    }

    /** Nanoseconds on a panel of so many lanes. */
    double at(int lanes) {
      return fixed + stream * lanes / 16;
    }

    private Rate times(double factor) {
      return new Rate(fixed * factor, stream * factor);
    }

    private boolean near(Rate other) {
      double ratio = at(80) / other.at(80);
      return stream > 0 && fixed >= 0 && ratio < MOST_APART && ratio > 1 / MOST_APART;
    }
  }

  /**
   * Rates from costs that were measured on two widths of panels; what was not measured, or cannot be so, is taken to be
   * as many times as fast as the built-in rates say.
   *
   * @param dense nanoseconds of a weight on the narrow and on the wide panels, and so on
   * @param start nanoseconds of a row's beginning and end
   */
  public static FormRates measured(
      int narrow, int wide, double[] dense, double[] row, double[] block, double[] start, String source) {
    Rate d = Rate.through(narrow, dense[0], wide, dense[1]);
    double slower = d.at(wide) / BUILT_IN.dense.at(wide);
    Rate starting = Rate.through(narrow, start[0], wide, start[1]);
    return new FormRates(d, Rate.through(narrow, row[0], wide, row[1]), Rate.through(narrow, block[0], wide, block[1]),
        BUILT_IN.strip.times(slower), starting.near(BUILT_IN.start) ? starting : BUILT_IN.start.times(slower), source);
  }

  /** Whether all rates are numbers that a machine can have: within ten times the built-in ones. */
  public boolean plausible() {
    return dense.near(BUILT_IN.dense) && row.near(BUILT_IN.row) && block.near(BUILT_IN.block)
        && strip.near(BUILT_IN.strip) && start.near(BUILT_IN.start);
  }

  /** The numbers by name, such as {@code row.fixed}. */
  public Properties properties() {
    Properties properties = new Properties();
    rates().forEach((name, rate) -> {
      properties.setProperty(name + ".fixed", String.format(Locale.ROOT, "%.4f", rate.fixed()));
      properties.setProperty(name + ".stream", String.format(Locale.ROOT, "%.4f", rate.stream()));
    });
    return properties;
  }

  /**
   * The rates that {@link #properties} wrote.
   *
   * @throws IllegalArgumentException when a number is missing, is none, or cannot be
   */
  public static FormRates of(Properties properties, String source) {
    FormRates rates = new FormRates(rate(properties, "dense"), rate(properties, "row"), rate(properties, "block"),
        rate(properties, "strip"), rate(properties, "start"), source);
    if (!rates.plausible()) {
      throw new IllegalArgumentException("The rates are not those of a machine: " + rates);
    }
    return rates;
  }

  private static Rate rate(Properties properties, String name) {
    return new Rate(number(properties, name + ".fixed"), number(properties, name + ".stream"));
  }

  private static double number(Properties properties, String name) {
    String text = properties.getProperty(name);
    if (text == null) {
      throw new IllegalArgumentException("There is no " + name + ".");
    }
    return Double.parseDouble(text);
  }

  private Map<String, Rate> rates() {
    return new TreeMap<>(Map.of("dense", dense, "row", row, "block", block, "strip", strip, "start", start));
  }

  /**
   * Estimated nanoseconds of a form on one panel.
   *
   * @param rows rows of the weights
   * @param positions where the kernel is applied: 1 for a dense layer
   * @return infinite for forms that are run only where they are asked for
   */
  double nanos(ExecutionForm form, int rows, int positions, int lanes) {
    double one = switch (form) {
      case DenseForm _ -> dense.at(lanes) * form.weightsRead() + start.at(lanes) * rows;
      case RowForm cut when cut.blocks() > 1 ->
          block.at(lanes) * form.weightsRead() + start.at(lanes) * rows * cut.blocks();
      case RowForm _ -> row.at(lanes) * form.weightsRead() + start.at(lanes) * rows;
      case CompactForm compact -> dense.at(lanes) * form.weightsRead() + start.at(lanes) * compact.order().length;
      case StripForm _ -> strip.at(lanes) * form.weightsRead() + start.at(lanes) * rows;
      case PanelForm _, BitmapForm _, BakedForm _ -> Double.POSITIVE_INFINITY;
    };
    return one * positions;
  }
}
