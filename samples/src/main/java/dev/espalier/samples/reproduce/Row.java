package dev.espalier.samples.reproduce;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonObject;
import java.util.Locale;

/**
 * A row of a reproduced table.
 *
 * @param sparsity share of zeros that was reached, 0 to 1
 * @param errorMean test error in percent, mean over the seeds
 * @param errorDeviation its sample standard deviation
 * @param published the published error in percent, as printed there
 * @param source where
 */
public record Row(
    String network,
    String setting,
    double sparsity,
    double errorMean,
    double errorDeviation,
    int seeds,
    String published,
    String source) {

  /** Column heads for {@link #line()}. */
  public static String heads() {
    return String.format(
        Locale.ROOT,
        "%-10s %-14s %9s  %-16s %5s  %-12s %s",
        "network",
        "setting",
        "sparsity",
        "error (ours), %",
        "seeds",
        "published, %",
        "source");
  }

  /** The row for people. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-10s %-14s %8.2f%%  %5.2f +- %-7.2f %5d  %-12s %s",
        network,
        setting,
        100 * sparsity,
        errorMean,
        errorDeviation,
        seeds,
        published,
        source);
  }

  /** The row for programs. */
  public JsonObject json() {
    return Json.object()
        .put("network", network)
        .put("setting", setting)
        .put("sparsity", sparsity)
        .put("errorMean", errorMean)
        .put("errorDeviation", errorDeviation)
        .put("seeds", seeds)
        .put("published", published)
        .put("source", source);
  }
}
