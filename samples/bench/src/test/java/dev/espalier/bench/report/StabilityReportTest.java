package dev.espalier.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StabilityReportTest {

  @Test
  void theMedianOfTheProcessesIsTheCellsTime() {
    StabilityReport report = report(100, 120, 110);
    assertThat(report.passes()).isTrue();
    assertThat(report.cells()).singleElement().satisfies(c -> {
      assertThat(c.micros()).isEqualTo(110);
      assertThat(c.gigaflops()).isCloseTo(25.5 * 100 / 110, within(1e-9));
    });
  }

  @Test
  void oneSlowProcessFails() {
    StabilityReport report = report(100, 100, 151);
    assertThat(report.passes()).isFalse();
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));
    assertThat(text.toString()).contains("1.51              1.00       1.51   1.00  TOO MUCH");
  }

  @Test
  void aSlowMajorityFails() {
    StabilityReport report = report(100, 160, 160, 160);
    assertThat(report.passes()).isFalse();
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));
    assertThat(text.toString()).contains("1.00              1.60       1.00   1.60  TOO MUCH");
  }

  @Test
  void aProcessOnAMachineOfHalfThePeakIsJudgedAtEqualPeak() {
    Cell fast = JsonReportTest.cell("rows", 100, null);
    StabilityReport report = new StabilityReport(List.of(List.of(fast), List.of(fast), List.of(atHalfPeak(190))));
    assertThat(report.passes()).isTrue();
    StringWriter text = new StringWriter();
    report.print(new PrintWriter(text));
    assertThat(text.toString()).contains("1.90              1.00       1.00   1.05").doesNotContain("TOO MUCH");
  }

  @Test
  void aProcessThatIsSlowerThanItsMachineFails() {
    Cell fast = JsonReportTest.cell("rows", 100, null);
    StabilityReport report = new StabilityReport(List.of(List.of(fast), List.of(fast), List.of(atHalfPeak(310))));
    assertThat(report.passes()).isFalse();
  }

  /** On a machine of half the peak, where the useful operations a second of a cell are as many a peak as they were. */
  private static Cell atHalfPeak(double micros) {
    Cell cell = JsonReportTest.cell("rows", micros, null);
    return new Cell(
        cell.kind(), cell.shape(), cell.pattern(), cell.sparsity(), cell.threads(), cell.form(), micros,
        cell.gigaflops(), 2 * cell.peakShare(), cell.error(), null, cell.peers());
  }

  @Test
  void aProcessWithoutAFigureFails() {
    StabilityReport report =
        new StabilityReport(
            List.of(
                List.of(JsonReportTest.cell("rows", 100, null)),
                List.of(JsonReportTest.cell("rows", Double.NaN, "Y is wrong"))));
    assertThat(report.passes()).isFalse();
    assertThat(report.cells()).singleElement().extracting(Cell::problem).isEqualTo("Y is wrong");
  }

  @Test
  void formsAreComparedWithThemselves() {
    StabilityReport report =
        new StabilityReport(
            List.of(
                List.of(JsonReportTest.cell("rows", 100, null), JsonReportTest.cell("dense", 900, null)),
                List.of(JsonReportTest.cell("rows", 101, null), JsonReportTest.cell("dense", 901, null))));
    assertThat(report.cells()).extracting(Cell::micros).containsExactly(100.5, 900.5);
    assertThat(report.passes()).isTrue();
  }

  @Test
  void nothingMeasuredIsNoPass() {
    assertThat(new StabilityReport(List.of(List.of())).passes()).isFalse();
  }

  private static StabilityReport report(double... micros) {
    return new StabilityReport(
        java.util.Arrays.stream(micros)
            .mapToObj(m -> List.of(JsonReportTest.cell("rows", m, null)))
            .toList());
  }
}
