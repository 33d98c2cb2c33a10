package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.samples.demo.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job, with fewer epochs. */
final class DemoTest {

  @TempDir Path directory;

  @Test
  void theDemoReportsDenseBesidePruned() throws Exception {
    int exit = Demo.run("--out", directory.toString(), "--epochs", "4");
    assertThat(exit).isZero();

    JsonNode report = JsonMapper.shared().readTree(Files.readString(directory.resolve("report.json")));
    assertThat(report.propertyNames()).containsExactly("network", "data", "dense", "pruned", "layers");
    assertThat(report.get("dense").propertyNames()).containsExactly("accuracy", "macs", "bits", "micros");
    JsonNode pruned = report.get("pruned");
    assertThat(pruned.propertyNames()).containsExactly("accuracy", "sparsity", "macs", "bits", "bytesOnDisk", "micros");
    assertThat(pruned.get("sparsity").doubleValue()).isEqualTo(0.95);
    assertThat(pruned.get("accuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(pruned.get("bytesOnDisk").longValue()).isEqualTo(Files.size(directory.resolve("pruned.espalier")));
    long macs = 0;
    for (JsonNode layer : report.get("layers")) {
      assertThat(layer.propertyNames())
          .containsExactly("name", "macs", "maskedMacs", "denseBits", "encoding", "bits", "sparsity");
      macs += layer.get("maskedMacs").longValue();
    }
    assertThat(pruned.get("macs").longValue()).isEqualTo(macs);
    assertThat(report.get("dense").get("macs").longValue()).isEqualTo(266_200);
  }

  @Test
  void aDirectoryWithoutImagesIsAnErrorOfTheData() {
    int exit = Demo.run("--data", directory.toString(), "--out", directory.toString());
    assertThat(exit).isEqualTo(1);
    assertThat(directory.resolve("report.json")).doesNotExist();
  }
}
