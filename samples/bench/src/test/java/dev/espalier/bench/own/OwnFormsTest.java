package dev.espalier.bench.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.bench.Contender;
import dev.espalier.bench.measure.Check;
import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Block;
import dev.espalier.bench.task.BlockShape;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.NetworkShape;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ResidualShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every form of every task is right, on extents that no tile divides. */
final class OwnFormsTest {

  @Test
  void productsAreRightInEveryForm() throws Exception {
    assertThat(rightForms(Product.of(37, "random", matrix(21, 135))))
        .containsExactly("dense", "rows", "row-blocks", "panels", "bitmap", "auto");
  }

  @Test
  void gradientsAreRight() throws Exception {
    assertThat(rightForms(Gradients.of(Product.of(37, "random", matrix(21, 35))))).containsExactly("dense", "kept");
  }

  @Test
  void aStepOfAResidualNetworkIsRight() throws Exception {
    ResidualShape shape = new ResidualShape(8, 8, 5);
    for (double sparsity : new double[] {0, 0.6}) {
      List<String> forms = sparsity > 0 ? List.of("dense", "kept") : List.of("dense");
      assertThat(rightForms(ResidualTraining.draw(shape, Pattern.parse("random"), sparsity))).isEqualTo(forms);
    }
  }

  @Test
  void convolutionsAreRightInEveryForm() throws Exception {
    ConvolutionShape shape = new ConvolutionShape(3, 5, 6, 7, 5);
    assertThat(rightForms(Convolution.of(shape, "random", matrix(7, 27))))
        .containsExactly("dense", "rows", "panels", "bitmap", "baked", "auto");
  }

  @Test
  void blocksAreRightInEveryForm() throws Exception {
    BlockShape shape = new BlockShape(7, 12, 3, 5);
    assertThat(rightForms(Block.draw(shape, Pattern.parse("random"), 0.6)))
        .containsExactly("dense", "rows", "panels", "bitmap", "auto");
    assertThat(rightForms(Block.draw(shape, Pattern.parse("random"), 0))).containsExactly("dense", "auto");
  }

  @Test
  void oneSampleIsRightInEveryForm() throws Exception {
    Network network = Network.draw(new NetworkShape(List.of(13, 9, 5), 1), Pattern.parse("random"), 0.5);
    assertThat(rightForms(new Latency(network))).containsExactly("dense", "rows", "auto");
  }

  @Test
  void rowsThatAgreeStandInStrips() throws Exception {
    for (String pattern : List.of("block:4x1", "nm:2:4:4")) {
      SparseMatrix weights = Pattern.parse(pattern).draw(24, 32, 0.5, 3);
      assertThat(rightForms(Product.of(37, pattern, weights)))
          .containsExactly("dense", "rows", "panels", "strips", "bitmap", "baked", "auto");
    }
  }

  @Test
  void withoutZerosNothingIsLeftOut() throws Exception {
    assertThat(rightForms(Product.of(16, "random", Pattern.parse("random").draw(8, 8, 0, 3))))
        .containsExactly("dense", "auto");
  }

  private static SparseMatrix matrix(int rows, int columns) {
    return Pattern.parse("random").draw(rows, columns, 0.6, 3);
  }

  private static List<String> rightForms(Task task) throws Exception {
    List<String> right = new ArrayList<>();
    for (Contender form : OwnForms.on(1)) {
      if (form.takes(task)) {
        try (Contender.Prepared prepared = form.prepare(task)) {
          prepared.run();
          assertThat(Check.errorOf(prepared.result(), task.expected())).isLessThan(Check.TOLERANCE);
          right.add(form.name());
        }
      }
    }
    return right;
  }
}
