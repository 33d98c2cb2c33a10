package dev.espalier.samples.demo;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import java.util.Locale;

/** Dense beside pruned, for people and for programs. */
record Report(String network, String data, Measured dense, Measured pruned) {

  /** The comparison as a table. */
  String table() {
    StringBuilder text = new StringBuilder();
    row(text, "", "dense", "pruned", "");
    row(text, "accuracy", percent(dense.accuracy()), percent(pruned.accuracy()), "");
    row(text, "sparsity", percent(0), percent(pruned.cost().sparsity()), "");
    row(text, "MACs a sample", dense.cost().macs().dense(), pruned.cost().macs().pruned());
    row(text, "bits, weights and biases", dense.cost().bits(), pruned.cost().bits());
    for (Encoding encoding : Encoding.values()) {
      if (encoding != Encoding.AUTO && holds(pruned, encoding)) {
        row(text, "  if all were " + encoding, dense.cost().denseBits(), bitsAs(pruned, encoding));
      }
    }
    row(text, "bytes on disk", dense.bytesOnDisk(), pruned.bytesOnDisk());
    row(
        text,
        "microseconds a sample",
        String.format(Locale.ROOT, "%.1f", dense.micros()),
        String.format(Locale.ROOT, "%.1f", pruned.micros()),
        times(dense.micros() / pruned.micros()));
    return text.toString();
  }

  /** The comparison as JSON. */
  String json() {
    JsonArray layers = Json.array();
    for (LayerCost layer : pruned.cost().layers()) {
      if (layer.hasWeights()) {
        layers.add(layer(layer));
      }
    }
    return Json.object()
        .put("network", network)
        .put("data", data)
        .put(
            "dense",
            Json.object()
                .put("accuracy", dense.accuracy())
                .put("macs", dense.cost().macs().dense())
                .put("bits", dense.cost().bits())
                .put("micros", dense.micros()))
        .put(
            "pruned",
            Json.object()
                .put("accuracy", pruned.accuracy())
                .put("sparsity", pruned.cost().sparsity())
                .put("macs", pruned.cost().macs().pruned())
                .put("bits", pruned.cost().bits())
                .put("bytesOnDisk", pruned.bytesOnDisk())
                .put("micros", pruned.micros()))
        .put("layers", layers)
        .text();
  }

  private static JsonObject layer(LayerCost layer) {
    return Json.object()
        .put("name", layer.name())
        .put("macs", layer.macs().dense())
        .put("maskedMacs", layer.macs().pruned())
        .put("denseBits", layer.storage().weightBits().dense() + layer.storage().biasBits())
        .put("encoding", layer.storage().encoding().name())
        .put("bits", layer.storage().weightBits().pruned() + layer.storage().biasBits())
        .put("sparsity", layer.sparsity());
  }

  /** Whether every layer's mask fits the encoding. */
  private static boolean holds(Measured side, Encoding encoding) {
    return side.cost().layers().stream()
        .filter(LayerCost::hasWeights)
        .allMatch(l -> l.storage().bitsByEncoding().containsKey(encoding));
  }

  private static long bitsAs(Measured side, Encoding encoding) {
    return side.cost().layers().stream()
        .filter(LayerCost::hasWeights)
        .mapToLong(l -> l.storage().bitsByEncoding().get(encoding) + l.storage().biasBits())
        .sum();
  }

  private static void row(StringBuilder text, String name, long dense, long pruned) {
    row(
        text,
        name,
        String.format(Locale.ROOT, "%,d", dense),
        String.format(Locale.ROOT, "%,d", pruned),
        times((double) dense / pruned));
  }

  private static void row(StringBuilder text, String name, String dense, String pruned, String ratio) {
    text.append(String.format(Locale.ROOT, "%-26s %14s %14s %10s", name, dense, pruned, ratio).stripTrailing())
        .append('\n');
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.1fx", ratio);
  }
}
