package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.random.Randomness;
import dev.espalier.runtime.train.History;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import dev.espalier.samples.models.PrunedMobileCifar;
import dev.espalier.samples.models.PrunedResNet20;
import dev.espalier.samples.models.PrunedVggCifar;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The convolutional sample networks take a few steps on made-up images, are pruned, and frozen to the same scores. */
class ModelsTest {
  private static final int RECORDS = 16;

  /** Images of noise, brighter in the row of their class. */
  private static Dataset images(int channels, int side) {
    Randomness random = Randomness.stream(5, "images", side);
    float[] values = new float[RECORDS * channels * side * side];
    int[] labels = new int[RECORDS];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    for (int r = 0; r < RECORDS; r++) {
      labels[r] = r % 10;
      for (int x = 0; x < side; x++) {
        values[(r * channels * side + 2 * labels[r]) * side + x] += 2;
      }
    }
    return Dataset.builder("made up").input("image", new int[] {channels, side, side}, values).labels(labels, 10)
        .build();
  }

  private static <N extends PrunableNetwork> N trained(
      NetworkBuilder<N> builder, Function<N, History> fit) {
    N net = builder.seed(1)
        .policies(p -> p.schedule(SchedulePlan.oneShot(1)))
        .train(t -> t.batch(16).epochs(2).learningRate(l -> l.warmup(0)))
        .build();
    History history = fit.apply(net);
    assertThat(history.epochs()).hasSize(2);
    for (LayerParameters layer : net.layers()) {
      if (layer.info().pruned()) {
        assertThat(layer.weight().sparsity()).as(layer.info().name()).isPositive();
      }
    }
    return net;
  }

  private static void same(double frozen, double masked) {
    assertThat(masked).isFinite();
    assertThat(frozen).isCloseTo(masked, within(1e-5 * Math.max(1, masked)));
  }

  @Test
  void leNet5Caffe() {
    Dataset data = images(1, 28);
    PrunedLeNet5Caffe net = trained(PrunedLeNet5Caffe.builder(), n -> n.fit(data, data));
    same(net.freeze().evaluate(data).loss(), net.evaluate(data).loss());
    assertThat(net.cost().weights().dense()).isEqualTo(430_500);
  }

  @Test
  void vggForCifarByNetworkSlimming() {
    Dataset data = images(3, 32);
    PrunedVggCifar net = trained(PrunedVggCifar.builder(), n -> n.fit(data, data));
    same(net.freeze().evaluate(data).loss(), net.evaluate(data).loss());
    long kept = net.masks().values().stream().mapToLong(mask -> mask.keptGroups()).sum();
    assertThat(kept).isEqualTo((16 + 32 + 64 + 192) * 2 / 2);
    assertThat(net.layer("conv2a").normalizedBy().scale().keptCount())
        .isEqualTo(net.masks().get("conv2a").keptGroups());
  }

  @Test
  void resNet20() {
    Dataset data = images(3, 32);
    PrunedResNet20 net = trained(PrunedResNet20.builder(), n -> n.fit(data, data));
    same(net.freeze().evaluate(data).loss(), net.evaluate(data).loss());
    assertThat(net.cost().macs().dense()).isEqualTo(40_813_184);
  }

  @Test
  void mobileForCifar() {
    Dataset data = images(3, 32);
    PrunedMobileCifar net = trained(PrunedMobileCifar.builder(), n -> n.fit(data, data));
    same(net.freeze().evaluate(data).loss(), net.evaluate(data).loss());
    assertThat(net.masks()).containsOnlyKeys("point1", "point2", "point3", "point4", "point5");
  }
}
