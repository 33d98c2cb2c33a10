package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRatesTest {
  private static final double[] DENSE = {0.5, 2.4};
  private static final double[] ROW = {1.6, 6};
  private static final double[] BLOCK = {1.5, 3};
  private static final double[] START = {8, 24};

  @TempDir private Path directory;
  private String before;

  @BeforeEach
  void remember() {
    before = System.getProperty(MachineRates.PROPERTY, "auto");
  }

  @AfterEach
  void restore() {
    System.setProperty(MachineRates.PROPERTY, before);
  }

  @Test
  void switchedOffTheBuiltInRatesCount() {
    System.setProperty(MachineRates.PROPERTY, "off");
    assertThat(MachineRates.areMissing()).isFalse();
    assertThat(MachineRates.current()).isSameAs(FormRates.BUILT_IN);
  }

  @Test
  void whatIsKeptIsFoundAgain() throws IOException {
    Path file = use("a/rates.properties");
    assertThat(MachineRates.areMissing()).isTrue();
    MachineRates.keep(rates());
    assertThat(Files.readString(file)).contains("dense.stream=0.4750", "machine=");
    assertThat(MachineRates.areMissing()).isFalse();
    FormRates kept = MachineRates.current();
    assertThat(kept.source()).isEqualTo("the rates measured into " + file);
    assertThat(kept.dense().stream()).isEqualTo(0.475);
    use("elsewhere");
    assertThat(MachineRates.current()).isSameAs(FormRates.BUILT_IN);
    use("a/rates.properties");
    assertThat(MachineRates.current()).isEqualTo(kept);
  }

  @Test
  void damagedAndForeignFilesAreAsGoodAsNone() throws IOException {
    MachineRates.keep(at("whole"));
    String whole = Files.readString(directory.resolve("whole"));
    damaged("cut", whole.substring(0, whole.length() / 2));
    damaged("empty", "");
    damaged("escape", "dense.fixed=\\u00");
    damaged("number", whole.replace("dense.stream=0.4750", "dense.stream=fast"));
    damaged("absurd", whole.replace("dense.stream=0.4750", "dense.stream=-1"));
    damaged("foreign", whole.replace("machine=", "machine=another "));
    Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 7});
    use("binary");
    assertThat(MachineRates.areMissing()).isTrue();
  }

  @Test
  void aFileThatCannotBeWrittenIsNoError() throws IOException {
    Files.writeString(directory.resolve("file"), "in the way");
    use("file/rates");
    MachineRates.keep(rates());
    assertThat(MachineRates.current().dense().stream()).isEqualTo(0.475);
  }

  @Test
  void ratesOfNoMachineAreImplausible() {
    assertThat(rates().plausible()).isTrue();
    assertThat(FormRates.measured(16, 80, new double[] {2, 1}, ROW, BLOCK, START, "").plausible()).isFalse();
    assertThat(FormRates.measured(16, 80, new double[] {50, 250}, ROW, BLOCK, START, "").plausible()).isFalse();
    assertThatThrownBy(() -> FormRates.of(new Properties(), "")).hasMessageContaining("There is no dense.fixed");
  }

  @Test
  void aStartThatNoMachineHasIsTakenFromTheBuiltInRates() {
    assertThat(rates().start()).isEqualTo(new FormRates.Rate(4, 4));
    FormRates noise = FormRates.measured(16, 80, DENSE, ROW, BLOCK, new double[] {3, -1}, "test");
    assertThat(noise.plausible()).isTrue();
    double slower = noise.dense().at(80) / FormRates.BUILT_IN.dense().at(80);
    assertThat(noise.start().at(80)).isCloseTo(slower * FormRates.BUILT_IN.start().at(80), within(1e-9));
  }

  private void damaged(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
    use(name);
    assertThat(MachineRates.areMissing()).as(name).isTrue();
    assertThat(MachineRates.current()).isSameAs(FormRates.BUILT_IN);
  }

  private FormRates at(String name) {
    use(name);
    return rates();
  }

  private Path use(String name) {
    Path file = directory.resolve(name);
    System.setProperty(MachineRates.PROPERTY, file.toString());
    return file;
  }

  private static FormRates rates() {
    return FormRates.measured(16, 80, DENSE, ROW, BLOCK, START, "test");
  }
}
