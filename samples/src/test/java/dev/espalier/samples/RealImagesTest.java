package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.CifarFiles;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.IdxFiles;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import dev.espalier.samples.models.PrunedMobileCifar;
import dev.espalier.samples.models.PrunedResNet20;
import dev.espalier.samples.models.PrunedVggCifar;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The convolutional sample networks are trained for a few steps on real images, pruned by their policies after half of
 * them, and frozen: they cost what was told before training, and score real images as the masked networks do.
 */
class RealImagesTest {
  private static final int BATCH = 32;
  private static final int TRAINED = 3 * BATCH;
  private static final int SCORED = 20;

  private static <N extends PrunableNetwork> Frozen foretold(
      Dataset data, NetworkBuilder<N> builder, BiConsumer<N, Dataset> fit, Function<N, Frozen> freeze) {
    N net = builder.seed(1)
        .policies(p -> p.scope(Scope.LAYER).schedule(SchedulePlan.oneShot(1)))
        .train(t -> t.batch(BATCH).epochs(2).learningRate(l -> l.warmup(0)))
        .build();
    CostReport plan = CostModel.plan(net.blueprint());
    fit.accept(net, data.take(TRAINED));
    for (LayerParameters layer : net.layers()) {
      if (layer.normalization() != null) {
        assertThat(layer.normalization().runningMean()).as(layer.info().name()).doesNotContain(0);
        assertThat(layer.normalization().runningVariance()).as(layer.info().name()).doesNotContain(1);
      }
    }
    Frozen frozen = freeze.apply(net);
    Foretold.costs(plan, net, frozen);
    Foretold.scores(net, frozen, IntStream.range(TRAINED, TRAINED + SCORED)
        .mapToObj(record -> data.copy(record, 0)).toArray(float[][]::new));
    return frozen;
  }

  private static Dataset cifar() {
    return CifarFiles.load("cifar10", List.of(ExternalData.find("cifar10/test_a.bin.gz")));
  }

  /** Of single weights other encodings are longer or shorter by where they lie. */
  @Test
  void leNet5CaffeOnMnist() {
    Dataset data = IdxFiles.load("mnist", ExternalData.find("mnist/t10k-images-idx3-ubyte.gz"),
        ExternalData.find("mnist/t10k-labels-idx1-ubyte.gz"), 10);
    foretold(data, PrunedLeNet5Caffe.builder().policies(p -> p.encoding(Encoding.BITMAP)),
        (net, train) -> net.fit(train, train), PrunedLeNet5Caffe::freeze);
  }

  @Test
  void vggOnCifar() {
    Frozen frozen = foretold(
        cifar(), PrunedVggCifar.builder(), (net, train) -> net.fit(train, train), PrunedVggCifar::freeze);
    assertThat(frozen.layer("conv2a").channels()).hasSize(16);
  }

  @Test
  void resNet20OnCifar() {
    Frozen frozen = foretold(
        cifar(), PrunedResNet20.builder(), (net, train) -> net.fit(train, train), PrunedResNet20::freeze);
    assertThat(frozen.layer("s1b1conv2").begins()).isTrue();
  }

  @Test
  void mobileOnCifar() {
    Frozen frozen = foretold(
        cifar(), PrunedMobileCifar.builder(), (net, train) -> net.fit(train, train), PrunedMobileCifar::freeze);
    assertThat(frozen.layer("point3").begins()).isTrue();
  }
}
