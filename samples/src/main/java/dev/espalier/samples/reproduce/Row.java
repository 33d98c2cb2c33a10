package dev.espalier.samples.reproduce;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.samples.reproduce.Table.Outcome;
import dev.espalier.samples.reproduce.Table.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A row of a reproduced table.
 *
 * @param sparsity share of zeros that was reached, 0 to 1
 * @param errorMean test error in percent, mean over the seeds
 * @param errorDeviation its sample standard deviation; NaN of one seed
 * @param published the published error in percent, as printed there
 * @param source where
 * @param facts what else was measured, means over the seeds
 */
public record Row(
    String network,
    String setting,
    double sparsity,
    double errorMean,
    double errorDeviation,
    int seeds,
    String published,
    String source,
    Map<String, Double> facts) {

  private static final String FORMAT = "%-10s %-36s %9s  %-16s %5s  %-28s %-32s %s";

  /** Keeps its own copy. */
  public Row {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** The row of a setting from what its seeds brought. */
  static Row of(Setting setting, List<Outcome> outcomes) {
    double error = mean(outcomes, Outcome::error);
    double squares = outcomes.stream().mapToDouble(o -> (o.error() - error) * (o.error() - error)).sum();
    Map<String, Double> facts = new LinkedHashMap<>();
    for (String fact : outcomes.getFirst().facts().keySet()) {
      facts.put(fact, mean(outcomes, outcome -> outcome.facts().get(fact)));
    }
    return new Row(
        setting.network(),
        setting.name(),
        mean(outcomes, Outcome::sparsity),
        error,
        Math.sqrt(squares / (outcomes.size() - 1)),
        outcomes.size(),
        setting.published(),
        setting.source(),
        facts);
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return outcomes.stream().mapToDouble(figure).average().orElseThrow();
  }

  /** Column heads for {@link #line()}. */
  public static String heads() {
    return String.format(
            Locale.ROOT,
            FORMAT,
            "network",
            "setting",
            "sparsity",
            "error (ours), %",
            "seeds",
            "published, %",
            "source",
            "")
        .stripTrailing();
  }

  /** The row for people. */
  public String line() {
    StringBuilder others = new StringBuilder();
    facts.forEach((fact, value) -> others.append(String.format(Locale.ROOT, "%s %.5g  ", fact, value)));
    return String.format(
            Locale.ROOT,
            FORMAT,
            network,
            setting,
            String.format(Locale.ROOT, "%.2f%%", 100 * sparsity),
            seeds > 1
                ? String.format(Locale.ROOT, "%5.2f +- %.2f", errorMean, errorDeviation)
                : String.format(Locale.ROOT, "%5.2f", errorMean),
            seeds,
            published,
            source,
            others)
        .stripTrailing();
  }

  /** The row for programs; other facts stand behind the columns that every table has, under their names. */
  public JsonObject json() {
    JsonObject json =
        Json.object()
            .put("network", network)
            .put("setting", setting)
            .put("sparsity", sparsity)
            .put("errorMean", errorMean);
    if (seeds > 1) {
      json.put("errorDeviation", errorDeviation);
    } else {
      json.putNull("errorDeviation");
    }
    json.put("seeds", seeds).put("published", published).put("source", source);
    facts.forEach(json::put);
    return json;
  }
}
