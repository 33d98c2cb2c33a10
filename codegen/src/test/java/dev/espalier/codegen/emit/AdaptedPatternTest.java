package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.sensitivity.AdaptedPattern;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Of a generated network, whose activations it looks at. */
class AdaptedPatternTest {

  private static PrunableNetwork network() {
    PrunableNetwork network = new GeneratedNetwork(Models.model("some.pkg", "Adapts").input("image", 1, 5, 7)
        .layer("pixels", new FlattenLayer(), "image")
        .layer("hidden", new DenseLayer(8, true), "pixels")
        .layer("logits", new DenseLayer(4, true), "hidden").selected()).create(1);
    // Every fourth unit is not zero, every other weight of the next layer.
    Arrays.fill(network.layer("hidden").weight().values(), 0);
    Arrays.fill(network.layer("hidden").bias().values(), 0);
    network.layer("hidden").bias().values()[2] = 3;
    network.layer("hidden").bias().values()[4] = -2;
    float[] weights = network.layer("logits").weight().values();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 2;
    }
    return network;
  }

  @Test
  void theSmallestNumberThatHoldsTheShareIsTold() {
    Dataset data = NetworkStepTest.images(40, 35, 4);
    assertThat(AdaptedPattern.of(network(), data, 4, 0.9)).containsExactly(new AdaptedPattern("logits", 2, 1));
    assertThat(AdaptedPattern.of(network(), data, 4, 0.5)).containsExactly(new AdaptedPattern("logits", 1, 1));
    assertThat(AdaptedPattern.of(network(), data, 8, 0.9)).containsExactly(new AdaptedPattern("logits", 4, 2));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Dataset data = NetworkStepTest.images(40, 35, 4);
    assertThatThrownBy(() -> AdaptedPattern.of(network(), data, 1, 0.9)).hasMessageContaining("m = 1");
    assertThatThrownBy(() -> AdaptedPattern.of(network(), data, 4, 1.5)).hasMessageContaining("share of 1.5");
  }
}
