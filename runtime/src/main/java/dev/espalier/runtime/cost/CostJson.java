package dev.espalier.runtime.cost;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import java.util.Locale;

/** A cost report as JSON. */
final class CostJson {
  private CostJson() {}

  static JsonObject of(CostReport report) {
    JsonArray layers = Json.array();
    report.layers().forEach(l -> layers.add(layer(l, report.dynamic().tokens())));
    return Json.object()
        .put("network", report.network())
        .put("stage", report.measured() ? "measured" : "planned")
        .put("unit", "one sample")
        .put("dense", side(report.weights().dense(), 0, report.macs().dense(), report.denseBits(), report.denseBytes()))
        .put("pruned", side(report.weights().pruned(), report.sparsity(), report.macs().pruned(), report.bits(),
            report.bytes()))
        .put("weights", figure(report.weights()))
        .put("macs", figure(report.macs()))
        .put("weightBits", figure(report.weightBits()))
        .put("biasBits", report.biasBits())
        .put("largestActivationBits", report.largestActivationBits())
        .put("inputs", inputs(report.inputs()))
        .put("dynamic", dynamic(report))
        .put("artefact", artefact(report.artefact()))
        .put("groups", DependencyGroups.json(report.groups()))
        .put("layers", layers);
  }

  private static JsonObject side(long weights, double sparsity, long macs, long bits, long bytes) {
    return Json.object()
        .put("weights", weights)
        .put("sparsity", sparsity)
        .put("macs", macs)
        .put("bits", bits)
        .put("bytes", bytes);
  }

  private static JsonObject figure(Figure figure) {
    JsonObject json = Json.object().put("dense", figure.dense()).put("expected", figure.expected());
    return figure.exact().isPresent() ? json.put("exact", figure.exact().getAsLong()) : json.putNull("exact");
  }

  private static JsonObject layer(LayerCost layer, TokenCosts tokens) {
    JsonObject json = Json.object().put("name", layer.name()).put("kind", layer.kind());
    if (tokens.tokens().containsKey(layer.name())) {
      json.put("tokens", tokens.tokens().get(layer.name()));
    }
    json
        .put("expectation", layer.expectation().name().toLowerCase(Locale.ROOT))
        .put("sparsity", layer.sparsity())
        .put("weights", figure(layer.weights()))
        .put("macs", layer.macs().dense())
        .put("maskedMacs", layer.macs().pruned())
        .put("expectedMacs", layer.macs().expected())
        .put("inputs", inputs(layer.inputs()))
        .put("heads", layer.heads() == null ? new Json.Nothing() : figure(layer.heads()));
    storage(json, layer.storage());
    return json
        .put("activations", Json.object().put("bits", layer.activationBits()).put("transient", true))
        .put("execution", layer.execution() == null
            ? new Json.Nothing()
            : Json.object().put("form", layer.execution().form()).put("reason", layer.execution().reason()));
  }

  private static void storage(JsonObject json, StorageCost storage) {
    if (storage == null) {
      json.put("denseBits", 0).putNull("encoding").put("bits", 0).put("expectedBits", 0).put("biasBits", 0)
          .put("bytes", 0).putNull("bitsByEncoding").putNull("crossovers");
      return;
    }
    JsonObject byEncoding = Json.object();
    storage.bitsByEncoding().forEach((encoding, bits) -> byEncoding.put(encoding.name(), (long) bits));
    JsonArray crossovers = Json.array();
    storage.formula().crossovers().forEach(
        c -> crossovers.add(Json.object().put("encoding", c.encoding().name()).put("sparsity", c.sparsity())));
    json.put("denseBits", storage.weightBits().dense())
        .put("encoding", storage.encoding().name())
        .put("bits", storage.weightBits().pruned())
        .put("expectedBits", storage.weightBits().expected())
        .put("biasBits", storage.biasBits())
        .put("listBits", storage.listBits())
        .put("bytes", storage.bytes())
        .put("bitsByEncoding", byEncoding)
        .put("crossovers", crossovers);
  }

  private static Json dynamic(CostReport report) {
    DynamicCosts dynamic = report.dynamic();
    if (dynamic.isEmpty()) {
      return new Json.Nothing();
    }
    JsonArray selections = Json.array();
    for (SelectionCost s : dynamic.selections()) {
      selections.add(known(Json.object()
          .put("layer", s.layer())
          .put("values", s.values())
          .put("expected", s.expected()), "exact", s.exact())
          .put("operations", s.operations()));
    }
    JsonArray gates = Json.array();
    for (GateCost g : dynamic.gates()) {
      JsonObject json = Json.object()
          .put("layer", g.layer())
          .put("filters", g.filters())
          .put("winners", g.winners())
          .put("macs", g.macs())
          .put("expectedMacs", g.expectedMacs())
          .put("gateMacs", g.gateMacs())
          .put("operations", g.operations());
      gates.add(known(known(json, "ran", g.ran()), "ranMacs", g.ranMacs()));
    }
    JsonObject json = Json.object().put("macs", report.gatedMacs()).put("selections", selections).put("gates", gates);
    return dynamic.tokens().isEmpty() ? json : json.put("tokens", tokens(dynamic.tokens()));
  }

  private static JsonObject tokens(TokenCosts costs) {
    JsonArray selections = Json.array();
    for (TokenCost t : costs.selections()) {
      JsonObject json = Json.object().put("layer", t.layer()).put("before", t.before()).put("after", t.after());
      selections.add(known(known(json, "seenBefore", t.seenBefore()), "seenAfter", t.seenAfter())
          .put("operations", t.operations()));
    }
    return known(Json.object().put("wholeMacs", costs.wholeMacs()), "seenMacs", costs.seenMacs())
        .put("selections", selections);
  }

  private static JsonObject known(JsonObject json, String name, double figure) {
    return Double.isNaN(figure) ? json.putNull(name) : json.put(name, figure);
  }

  private static Json inputs(InputCost inputs) {
    if (inputs == null) {
      return new Json.Nothing();
    }
    return Json.object()
        .put("samples", inputs.samples())
        .put("sparsity", inputs.sparsity())
        .put("expectedMacs", inputs.expectedMacs())
        .put("exactMacs", inputs.exactMacs())
        .put("coincident", inputs.coincident());
  }

  private static Json artefact(ArtefactSize artefact) {
    if (artefact == null) {
      return new Json.Nothing();
    }
    return Json.object()
        .put("bytes", artefact.bytes())
        .put("payload", artefact.payload())
        .put("overhead", artefact.overhead());
  }
}
