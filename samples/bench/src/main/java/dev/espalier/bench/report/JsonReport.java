package dev.espalier.bench.report;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The array of cells that {@code --json} writes. A number that there is not is null; a cell without a time says why in
 * {@code problem}.
 */
public final class JsonReport {

  private JsonReport() {}

  /** The text. */
  public static String text(List<Cell> cells) {
    JsonArray array = Json.array();
    for (Cell cell : cells) {
      JsonObject object =
          Json.object()
              .put("kind", cell.kind())
              .put("shape", cell.shape())
              .put("pattern", cell.pattern())
              .put("sparsity", rounded(cell.sparsity(), 6))
              .put("threads", cell.threads());
      if (cell.form() == null) {
        object.putNull("form");
      } else {
        object.put("form", cell.form());
      }
      put(object, "micros", rounded(cell.micros(), 3));
      put(object, "gflops", rounded(cell.gigaflops(), 3));
      put(object, "peakShare", rounded(cell.peakShare(), 4));
      put(object, "error", cell.error());
      JsonObject peers = Json.object();
      for (Map.Entry<String, Double> peer : cell.peers().entrySet()) {
        put(peers, peer.getKey(), rounded(peer.getValue(), 3));
      }
      object.put("peers", peers);
      if (cell.problem() != null) {
        object.put("problem", cell.problem());
      }
      array.add(object);
    }
    return array.text() + "\n";
  }

  private static void put(JsonObject object, String key, double value) {
    if (Double.isFinite(value)) {
      object.put(key, value);
    } else {
      object.putNull(key);
    }
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Double.isFinite(value) ? Math.round(value * scale) / scale : value;
  }
}
