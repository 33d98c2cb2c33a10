package dev.espalier.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link JsonReport} writes. */
public final class CellReader {

  private CellReader() {}

  /** The cells of a file. */
  public static List<Cell> read(Path file) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (JsonNode node : JsonMapper.shared().readTree(Files.readString(file))) {
      Map<String, Double> peers = new LinkedHashMap<>();
      node.get("peers").properties().forEach(p -> peers.put(p.getKey(), number(p.getValue())));
      cells.add(
          new Cell(
              node.get("kind").asString(),
              node.get("shape").asString(),
              node.get("pattern").asString(),
              node.get("sparsity").asDouble(),
              node.get("threads").asInt(),
              text(node.get("form")),
              number(node.get("micros")),
              number(node.get("gflops")),
              number(node.get("peakShare")),
              number(node.get("error")),
              node.has("problem") ? text(node.get("problem")) : null,
              peers));
    }
    return cells;
  }

  private static String text(JsonNode node) {
    return node.isNull() ? null : node.asString();
  }

  private static double number(JsonNode node) {
    return node.isNull() ? Double.NaN : node.asDouble();
  }
}
