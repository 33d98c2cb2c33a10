package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.random.Randomness;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import dev.espalier.samples.models.PrunedMobileCifar;
import dev.espalier.samples.models.PrunedResNet20;
import dev.espalier.samples.models.PrunedVggCifar;
import dev.espalier.samples.reproduce.MadeUp;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What is told of a convolutional sample network before it is trained is what it is when it is frozen, here of made-up
 * parameters on made-up images: weights, multiply-adds and bytes of every layer; and its scores are those of the masked
 * network.
 */
class PredictionTest {
  private static final int IMAGES = 5;

  private static <N extends PrunableNetwork> Frozen foretold(N net, Function<N, Frozen> freeze) {
    CostReport plan = CostModel.plan(net.blueprint());
    MadeUp.parameters(net, 3);
    net.prune();
    Frozen frozen = freeze.apply(net);
    Foretold.costs(plan, net, frozen);
    Foretold.scores(net, frozen, images(net));
    return frozen;
  }

  private static float[][] images(PrunableNetwork net) {
    Randomness random = Randomness.stream(4, "images", 0);
    float[][] images = new float[IMAGES][net.blueprint().inputs().getFirst().inference().features()];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat(-1, 1);
      }
    }
    return images;
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
    assertThat(frozen.layer("conv2a").channels()).hasSize(16);
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
