package dev.espalier.codegen.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.lowered.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TapProductsTest {

  private static int rows(int filters, int channels, int taps) {
    Axis filter = Axis.of("filter", filters);
    Axis column = Axis.of("tapColumn", taps);
    boolean apart = TapProducts.apart(Axis.of("channel", channels), column);
    KernelSchedule schedule = TapProducts.tile(apart, filter, column);
    return schedule.factor(filter.var());
  }

  @ParameterizedTest
  @CsvSource({"64, 5", "32, 5", "16, 4", "6, 3", "2, 2", "1, 1"})
  void underThreeTapsATileHasTheRowsThatLeaveTheLeastBehind(int filters, int rows) {
    assertThat(rows(filters, 16, 3)).isEqualTo(rows);
  }

  @Test
  void aTileNeverHasMoreProductsThanAMethodHolds() {
    for (int filters = 1; filters < 70; filters++) {
      for (int taps = 2; taps <= 3; taps++) {
        assertThat(rows(filters, 8, taps) * 2 * taps).isLessThanOrEqualTo(Cost.MAX_MULTIPLY_ADDS);
      }
    }
  }

  @Test
  void longRowsOfTapsAndFewChannelsKeepTheTileOfMoreRows() {
    assertThat(rows(64, 3, 3)).isEqualTo(6);
    assertThat(rows(64, 16, 5)).isEqualTo(6);
    assertThat(rows(64, 16, 1)).isEqualTo(6);
  }

  @Test
  void theInnermostLoopIsOverChannels() {
    Buffer x = Buffer.laned("x", Buffer.Access.READ);
    Local sum = Local.lanes("sum");
    Axis channel = Axis.of("channel", 8);
    List<Stmt> nest = TapProducts.nest(
        true,
        channel,
        Axis.of("tapRow", 3),
        Axis.of("tapColumn", 3),
        column -> Stmt.addProduct(sum, x.at(channel.index()), x.at(column)));
    Stmt.Loop tapRow = (Stmt.Loop) nest.getFirst();
    Stmt.Loop inner = (Stmt.Loop) tapRow.body().getFirst();
    assertThat(tapRow.var().name()).isEqualTo("tapRow");
    assertThat(inner.var()).isEqualTo(channel.var());
    assertThat(inner.body()).hasSize(3);
  }
}
