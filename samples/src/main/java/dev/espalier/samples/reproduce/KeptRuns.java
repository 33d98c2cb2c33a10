package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.file.AtomicFile;
import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.json.JsonReader;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.train.RunFacts;
import dev.espalier.samples.reproduce.Table.Experiment;
import dev.espalier.samples.reproduce.Table.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of a table that are done, as JSON Lines beside it, so that a table that was interrupted goes on where it was. A run
 * is known by a fingerprint over its seed, its rows, its data and the networks, policies and settings that it says it trains;
 * those of others stay in the file, and are no answer. For several threads.
 */
final class KeptRuns {

  private final Path file;
  private final Map<String, String> lines = new LinkedHashMap<>();

  /** Reads what there is. */
  KeptRuns(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        lines.put((String) object(line).get("fingerprint"), line);
      }
    }
  }

  /** What a run depends on; empty where the experiment does not say what it trains, and is run anew each time. */
  static String fingerprint(Experiment experiment, TrainTest data, long seed) {
    if (experiment.networks().isEmpty()) {
      return "";
    }
    StringBuilder facts = new StringBuilder().append(seed).append('\n').append(experiment.settings()).append('\n');
    for (Blueprint network : experiment.networks()) {
      facts.append(network.hash()).append('\n').append(RunFacts.settings(network).text());
    }
    facts.append(RunFacts.data(data.train(), data.test()).text());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** What came of a run; null where it is still to be run. */
  synchronized List<Outcome> find(String fingerprint) {
    String line = lines.get(fingerprint);
    return line == null ? null : outcomes(object(line));
  }

  /** Keeps what came of a run. */
  synchronized void add(String fingerprint, Experiment experiment, long seed, List<Outcome> outcomes) {
    if (fingerprint.isEmpty()) {
      return;
    }
    JsonArray rows = Json.array();
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      JsonObject facts = Json.object();
      outcome.facts().forEach(facts::put);
      rows.add(Json.object().put("setting", experiment.settings().get(i).name()).put("error", outcome.error())
          .put("sparsity", outcome.sparsity()).put("facts", facts));
    }
    JsonObject run = Json.object().put("fingerprint", fingerprint).put("seed", seed).put("rows", rows);
    lines.put(fingerprint, run.line());
    byte[] bytes = (String.join("\n", lines.values()) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private Map<?, ?> object(String line) {
    try {
      Map<?, ?> object = (Map<?, ?>) JsonReader.read(line);
      outcomes(object);
      return object;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " holds a line that is no run of a table (" + e.getMessage() + ").\n  Fix: remove the file.", e);
    }
  }

  private static List<Outcome> outcomes(Map<?, ?> run) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Object element : (List<?>) run.get("rows")) {
      Map<?, ?> row = (Map<?, ?>) element;
      Map<String, Double> facts = new LinkedHashMap<>();
      ((Map<?, ?>) row.get("facts")).forEach((name, value) -> facts.put((String) name, number(value)));
      outcomes.add(new Outcome(number(row.get("error")), number(row.get("sparsity")), facts));
    }
    return outcomes;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
