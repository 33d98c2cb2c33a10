package dev.espalier.runtime.cost;

import dev.espalier.dsl.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A cost report as tables for people: plain ASCII, within 120 columns for names of up to 16 characters. */
final class CostTables {
  private static final String NONE = "-";

  private final CostReport report;
  private final List<LayerCost> weighted;

  CostTables(CostReport report) {
    this.report = report;
    this.weighted = report.layers().stream().filter(LayerCost::hasWeights).toList();
  }

  String text() {
    StringBuilder out = new StringBuilder();
    out.append(report.network()).append(": cost of one sample, ")
        .append(report.measured() ? "measured" : "planned").append("\n\n").append(summary());
    section(out, "Multiply-adds (MACs)", macs());
    if (weighted.stream().anyMatch(l -> l.inputs() != null)) {
      section(out, "MACs of sparse weights on the inputs of " + samples(), inputs());
    }
    if (report.layers().stream().anyMatch(l -> l.heads() != null)) {
      section(out, "Heads of attention", heads());
    }
    if (!report.dynamic().selections().isEmpty()) {
      section(out, "Values kept for a sample", DynamicTables.selections(report.dynamic()));
    }
    if (!report.dynamic().gates().isEmpty()) {
      section(out, "Filters run for a sample", DynamicTables.gates(report.dynamic()));
    }
    if (!report.dynamic().tokens().isEmpty()) {
      section(out, "Tokens left of a sample", DynamicTables.tokens(report.dynamic().tokens()));
    }
    if (!report.groups().isEmpty()) {
      section(out, "Channels that stay or leave together", DependencyGroups.table(report.groups()));
    }
    section(out, "Storage, in bits", storage());
    if (!weighted.isEmpty()) {
      section(out, "Weights in every encoding, in bits; [chosen]", encodings());
    }
    if (weighted.stream().anyMatch(CostTables::hasPolicy)) {
      section(out, "Smallest encoding by sparsity", crossovers());
    }
    if (weighted.stream().anyMatch(l -> l.execution() != null)) {
      section(out, "Execution", execution());
    }
    return out.append('\n').append(legend()).toString();
  }

  private static void section(StringBuilder out, String title, TextTable table) {
    out.append('\n').append(title).append('\n').append(table.text());
  }

  private String summary() {
    TextTable table = new TextTable("", ">dense", report.measured() ? ">pruned" : ">planned", ">saving");
    summaryRow(table, "weights", report.weights());
    summaryRow(table, "MACs", report.macs());
    if (!report.dynamic().gates().isEmpty()) {
      double gated = report.gatedMacs();
      table.row("MACs of filters that run", count(report.macs().dense()), tenths(gated),
          times(report.macs().dense() / gated));
    }
    TokenCosts tokens = report.dynamic().tokens();
    if (!tokens.isEmpty()) {
      table.row("MACs, of all tokens", count(tokens.wholeMacs()), count(report.macs().pruned()),
          times((double) tokens.wholeMacs() / report.macs().pruned()));
    }
    if (!Double.isNaN(tokens.seenMacs())) {
      table.row("MACs, on tokens that were there", count(tokens.wholeMacs()), tenths(tokens.seenMacs()),
          times(tokens.wholeMacs() / tokens.seenMacs()));
    }
    if (report.inputs() != null) {
      double exact = report.inputs().exactMacs();
      table.row("MACs on non-zero inputs", count(report.macs().dense()), tenths(exact),
          exact == 0 ? NONE : times(report.macs().dense() / exact));
    }
    summaryRow(table, "bits of weights and biases", Figure.planned(report.denseBits(), report.bits()));
    summaryRow(table, "bytes of weights and biases", Figure.planned(report.denseBytes(), report.bytes()));
    if (report.artefact() != null) {
      table.row("bytes of names, shapes, checksums", NONE, count(report.artefact().overhead()), NONE);
      table.row("bytes on disk", NONE, count(report.artefact().bytes()), NONE);
    }
    return table.text();
  }

  private static void summaryRow(TextTable table, String name, Figure figure) {
    table.row(name, count(figure.dense()), count(figure.pruned()), times(figure.saving()));
  }

  private TextTable macs() {
    Row headings = new Row("layer", "kind", ">weights", ">kept", ">zeros", ">MACs dense", ">expected");
    TextTable table = headings.exact(">exact").table();
    for (LayerCost layer : report.layers()) {
      if (layer.hasWeights()) {
        macsRow(table, layer.name(), layer.kind(), layer.weights(), mark(layer), layer.sparsity(), layer.macs());
      } else {
        boolean multiplies = layer.macs().dense() > 0;
        new Row(layer.name(), layer.kind(), NONE, NONE, NONE)
            .add(multiplies ? count(layer.macs().dense()) : NONE, multiplies ? count(layer.macs().expected()) : NONE)
            .exact(multiplies ? count(layer.macs().pruned()) : NONE)
            .to(table);
      }
    }
    table.rule();
    macsRow(table, "total", "", report.weights(), totalMark(), report.sparsity(), report.macs());
    return table;
  }

  private void macsRow(
      TextTable table, String name, String kind, Figure weights, String mark, double sparsity, Figure macs) {
    String kept = (report.measured() ? "" : mark) + count(weights.pruned());
    new Row(name, kind, count(weights.dense()), kept, percent(sparsity), count(macs.dense()))
        .add(mark + count(macs.expected()))
        .exact(count(macs.pruned()))
        .to(table);
  }

  private TextTable heads() {
    TextTable table = new Row("layer", ">heads", ">expected").exact(">left").table();
    for (LayerCost layer : report.layers()) {
      if (layer.heads() != null) {
        new Row(layer.name(), count(layer.heads().dense()), count(layer.heads().expected()))
            .exact(count(layer.heads().pruned()))
            .to(table);
      }
    }
    return table;
  }

  private TextTable inputs() {
    TextTable table =
        new TextTable("layer", ">input zeros", ">MACs dense", ">expected (1-p)(1-q)", ">exact", ">exact of dense");
    for (LayerCost layer : report.layers().stream().filter(l -> l.hasWeights() || l.macs().dense() > 0).toList()) {
      if (layer.inputs() == null) {
        table.row(layer.name(), NONE, count(layer.macs().dense()), NONE, NONE, NONE);
      } else {
        inputRow(table, layer.name(), layer.macs(), layer.inputs());
      }
    }
    InputCost total = report.inputs();
    if (total != null) {
      table.rule();
      inputRow(table, "total", report.macs(), total);
    }
    return table;
  }

  private static void inputRow(TextTable table, String name, Figure macs, InputCost inputs) {
    table.row(
        name,
        percent(inputs.sparsity()),
        count(macs.dense()),
        tenths(inputs.expectedMacs()),
        tenths(inputs.exactMacs()),
        percent(inputs.exactMacs() / macs.dense()));
  }

  private String samples() {
    List<Long> samples =
        weighted.stream().filter(l -> l.inputs() != null).map(l -> l.inputs().samples()).distinct().toList();
    return samples.stream().map(CostTables::count).collect(Collectors.joining(" or ")) + " samples";
  }

  private TextTable storage() {
    Row headings = new Row("layer", "encoding", ">weights dense", ">expected").exact(">exact");
    TextTable table = headings.add(">biases", ">bytes", ">activations*").table();
    for (LayerCost layer : report.layers()) {
      String activations = count(layer.activationBits());
      StorageCost storage = layer.storage();
      if (storage == null) {
        new Row(layer.name(), NONE, NONE, NONE).exact(NONE).add(NONE, NONE, activations).to(table);
      } else {
        storageRow(table, layer.name(), storage.encoding().name(), storage.weightBits(), mark(layer),
            storage.biasBits(), storage.bytes(), activations);
      }
    }
    table.rule();
    storageRow(table, "total", "", report.weightBits(), totalMark(), report.biasBits(), report.bytes(),
        "<= " + count(report.largestActivationBits()));
    return table;
  }

  private void storageRow(
      TextTable table, String name, String encoding, Figure bits, String mark, long biases, long bytes, String last) {
    new Row(name, encoding, count(bits.dense()), mark + count(bits.expected()))
        .exact(count(bits.pruned()))
        .add(count(biases), count(bytes), last)
        .to(table);
  }

  private TextTable encodings() {
    List<Encoding> encodings = Arrays.stream(Encoding.values())
        .filter(e -> weighted.stream().anyMatch(l -> l.storage().bitsByEncoding().containsKey(e)))
        .toList();
    Row headings = new Row("layer");
    encodings.forEach(e -> headings.add(">" + e + " "));
    TextTable table = headings.table();
    for (LayerCost layer : weighted) {
      Row row = new Row(layer.name());
      for (Encoding encoding : encodings) {
        Long bits = layer.storage().bitsByEncoding().get(encoding);
        boolean chosen = encoding == layer.storage().encoding();
        row.add(bits == null ? NONE + " " : chosen ? "[" + count(bits) + "]" : count(bits) + " ");
      }
      row.to(table);
    }
    return table;
  }

  private TextTable crossovers() {
    TextTable table = new TextTable("layer", "encoding, from a sparsity on, by formula");
    for (LayerCost layer : weighted) {
      if (hasPolicy(layer)) {
        table.row(layer.name(), layer.storage().formula().crossovers().stream()
            .map(c -> c.encoding() + String.format(Locale.ROOT, " %.1f %%", 100 * c.sparsity()))
            .collect(Collectors.joining(", ")));
      }
    }
    return table;
  }

  private TextTable execution() {
    TextTable table = new TextTable("layer", "form", "because");
    for (LayerCost layer : weighted) {
      if (layer.execution() != null) {
        table.row(layer.name(), layer.execution().form(), layer.execution().reason());
      }
    }
    return table;
  }

  private String legend() {
    StringBuilder out = new StringBuilder();
    out.append("expected: by formula, at the sparsity that the policies plan");
    out.append(report.measured() ? "; exact: counted from the masks.\n" : ".\n");
    if (weighted.stream().anyMatch(l -> l.inputs() != null)) {
      out.append("p, q: actual share of zeros among weights and inputs; ")
          .append("exact there: kept weights that met a non-zero input, a sample.\n");
    }
    if (!report.dynamic().isEmpty()) {
      out.append("operations: comparisons, additions and products that select and scale; no MACs, and beside them.\n");
    }
    if (!report.dynamic().tokens().isEmpty()) {
      out.append("MACs, of all tokens: if none left, against those of the columns that are computed; a block takes ")
          .append("12 L E^2 + 2 L^2 E with the L left.\n");
    }
    out.append("* transient: inputs and result of a layer, free once it is done; the total is the largest layer's.\n");
    if (weighted.stream().anyMatch(l -> l.expectation() == Expectation.NETWORK)) {
      out.append("~ scope GLOBAL or GROUP: the layers reach the sparsity together; ")
          .append("a layer's own is the mean of random rankings.\n");
    }
    if (weighted.stream().anyMatch(l -> l.expectation() == Expectation.UNKNOWN)) {
      out.append("? a threshold: what it prunes is not known before training, and planned as dense.\n");
    }
    return out.toString();
  }

  private static boolean hasPolicy(LayerCost layer) {
    return layer.expectation() != Expectation.DENSE;
  }

  private static String mark(LayerCost layer) {
    return switch (layer.expectation()) {
      case DENSE, LAYER -> "";
      case NETWORK -> "~";
      case UNKNOWN -> "?";
    };
  }

  /** The weakest of the layers' expectations. */
  private String totalMark() {
    List<String> marks = report.layers().stream().map(CostTables::mark).toList();
    return marks.contains("?") ? "?" : marks.contains("~") ? "~" : "";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String times(double factor) {
    return String.format(Locale.ROOT, "%,.1fx", factor);
  }

  /** Cells of a row; those of exact counts are left out of a plan. */
  private final class Row {
    private final List<String> cells;

    Row(String... cells) {
      this.cells = new ArrayList<>(List.of(cells));
    }

    Row add(String... more) {
      cells.addAll(List.of(more));
      return this;
    }

    Row exact(String cell) {
      return report.measured() ? add(cell) : this;
    }

    TextTable table() {
      return new TextTable(cells.toArray(String[]::new));
    }

    void to(TextTable table) {
      table.row(cells.toArray(String[]::new));
    }
  }
}
