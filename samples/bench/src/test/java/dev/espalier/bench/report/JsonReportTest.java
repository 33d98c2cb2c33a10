package dev.espalier.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonReportTest {
  @TempDir private Path directory;

  static Cell cell(String form, double micros, String problem) {
    Map<String, Double> peers = new LinkedHashMap<>();
    peers.put("mkl-dense", 2000.0);
    peers.put("mkl-csr", Double.NaN);
    return new Cell("forward", "512x512x384", "random", 0.9, 1, form, micros, 25.5, 0.3125, 2e-7, problem, peers);
  }

  @Test
  void aCellHasTheDocumentedMembersInOrder() {
    assertThat(JsonReport.text(List.of(cell("rows", 789.5, null)))).isEqualTo("""
        [
          {
            "kind": "forward",
            "shape": "512x512x384",
            "pattern": "random",
            "sparsity": 0.9,
            "threads": 1,
            "form": "rows",
            "micros": 789.5,
            "gflops": 25.5,
            "peakShare": 0.3125,
            "error": 2.0E-7,
            "peers": {
              "mkl-dense": 2000.0,
              "mkl-csr": null
            }
          }
        ]
        """);
  }

  @Test
  void aCellWithoutAFigureSaysWhy() {
    String text = JsonReport.text(List.of(cell("rows", Double.NaN, "Y is wrong")));
    assertThat(text).contains("\"micros\": null").contains("\"problem\": \"Y is wrong\"");
  }

  @Test
  void aKindWithPeersAloneHasNoForm() {
    assertThat(JsonReport.text(List.of(cell(null, Double.NaN, null)))).contains("\"form\": null");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<Cell> cells = List.of(cell("rows", 789.5, null), cell("dense", Double.NaN, "Y is wrong"));
    Path file = Files.writeString(directory.resolve("cells.json"), JsonReport.text(cells));
    assertThat(CellReader.read(file)).isEqualTo(cells);
  }
}
