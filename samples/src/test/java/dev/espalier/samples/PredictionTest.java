package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.random.Randomness;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import dev.espalier.samples.models.PrunedMobileCifar;
import dev.espalier.samples.models.PrunedResNet20;
import dev.espalier.samples.models.PrunedVggCifar;
import dev.espalier.samples.reproduce.MadeUp;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What is told of a convolutional sample network before it is trained is what it is when it is frozen: weights,
 * multiply-adds and bytes of every layer; and its scores are those of the masked network.
 */
class PredictionTest {
  private static final int BATCH = 5;

  private static <N extends PrunableNetwork> Frozen foretold(N net, Function<N, Frozen> freeze) {
    CostReport plan = CostModel.plan(net.blueprint());
    MadeUp.parameters(net, 3);
    net.prune();
    Frozen frozen = freeze.apply(net);
    for (CostReport exact : new CostReport[] {net.cost(), frozen.cost()}) {
      for (LayerCost layer : plan.layers()) {
        LayerCost found = exact.layer(layer.name());
        assertThat(found.weights().pruned()).as(layer.name()).isEqualTo(layer.weights().expected());
        assertThat(found.macs().pruned()).as(layer.name()).isEqualTo(layer.macs().expected());
      }
      assertThat(exact.bytes()).isEqualTo(plan.bytes());
      assertThat(exact.macs().pruned()).isLessThan(exact.macs().dense());
    }
    same(net, frozen);
    return frozen;
  }

  private static void same(PrunableNetwork net, Frozen frozen) {
    int features = net.blueprint().inputs().getFirst().inference().features();
    float[] images = new float[BATCH * features];
    Randomness random = Randomness.stream(4, "images", 0);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat(-1, 1);
    }
    float[] scores = new float[BATCH * 10];
    frozen.session(BATCH).scores(images, scores);
    for (int sample = 0; sample < BATCH; sample++) {
      float[] image = Arrays.copyOfRange(images, sample * features, (sample + 1) * features);
      float[] masked = net.scores(image);
      float[] alone = frozen.scores(image);
      for (int k = 0; k < masked.length; k++) {
        float size = 1e-5f * Math.max(1, Math.abs(masked[k]));
        assertThat(scores[sample * 10 + k]).isCloseTo(masked[k], within(size));
        assertThat(alone[k]).isCloseTo(masked[k], within(size));
      }
    }
  }

  /** Of single weights other encodings are longer or shorter by where they lie. */
  @Test
  void leNet5Caffe() {
    foretold(
        PrunedLeNet5Caffe.builder().seed(1).policies(p -> p.scope(Scope.LAYER).encoding(Encoding.BITMAP)).build(),
        PrunedLeNet5Caffe::freeze);
  }

  @Test
  void vggForCifar() {
    Frozen frozen = foretold(
        PrunedVggCifar.builder().seed(1).policies(p -> p.scope(Scope.LAYER)).build(), PrunedVggCifar::freeze);
    assertThat(frozen.layer("conv2a").channels()).hasSize(24);
  }

  @Test
  void resNet20() {
    Frozen frozen = foretold(PrunedResNet20.create(1), PrunedResNet20::freeze);
    assertThat(frozen.layer("s1b1conv2").begins()).isTrue();
  }

  @Test
  void mobileForCifar() {
    Frozen frozen = foretold(PrunedMobileCifar.create(1), PrunedMobileCifar::freeze);
    // A block's depthwise filters leave with the pointwise ones before them, whatever their maps hold.
    assertThat(frozen.cost().layer("point3").macs().pruned() * 4)
        .isEqualTo(frozen.cost().layer("point3").macs().dense());
  }
}
