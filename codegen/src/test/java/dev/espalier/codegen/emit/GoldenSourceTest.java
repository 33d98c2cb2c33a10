package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The class that a reader opens to learn how a network works, whole. */
class GoldenSourceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/PrunedLeNet300.java.txt");

  private static ModelSpec leNet300() {
    return Models.model("dev.espalier.samples", "LeNet300")
        .input("image", 1, 28, 28)
        .layer("pixels", new FlattenLayer(), "image")
        .layer("hidden1", new DenseLayer(300, true), Activation.RELU,
            PrunePolicy.toSparsity(0.95).schedule(SchedulePlan.gradual(1, 12, 100)), "pixels")
        .layer("hidden2", new DenseLayer(100, true), Activation.RELU, PrunePolicy.toSparsity(0.9), "hidden1")
        .layer("logits", new DenseLayer(10, true), "hidden2")
        .train(new TrainSettings(
            Loss.CROSS_ENTROPY, OptimizerSettings.adam(1.2e-3), LearningRateSettings.constant(), 60, 20))
        .selected();
  }

  @Test
  void theNetworksClassIsTheGoldenOne() throws IOException {
    String text = SourceEmitter.emit(leNet300()).getFirst().text();
    if (System.getProperty("espalier.golden", "").equals("write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).as("accept a wanted change with -Despalier.golden=write").isEqualTo(Files.readString(GOLDEN));
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
  }
}
