package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.layer.ActivateLayer;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.AvgPoolLayer;
import dev.espalier.codegen.layer.BatchNormLayer;
import dev.espalier.codegen.layer.ConcatLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.MaxPoolLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.random.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters and channels leave a frozen network for good, and its result stays that of the masked one. */
class CompactNetworkTest {
  private static final PrunePolicy FILTERS = PrunePolicy.toSparsity(0.5).granularity(Granularity.FILTER);
  private static final PrunePolicy NEURONS = PrunePolicy.toSparsity(0.5).granularity(Granularity.NEURON);
  private static final PrunePolicy CHANNELS = PrunePolicy.toSparsity(0.5).granularity(Granularity.CHANNEL);
  private static final int[] BATCHES = {1, 23};

  @TempDir
  private Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  private static Conv2dLayer conv(int filters, int kernel, int stride, int padding, int groups, boolean bias) {
    return new Conv2dLayer(filters, List.of(kernel), List.of(stride), List.of(padding), groups, bias);
  }

  /** Removes groups of every layer with a policy: those that the test names. */
  private static void prune(PrunableNetwork network, String name, int... groups) {
    LayerParameters layer =
        network.layers().stream().filter(l -> l.info().name().equals(name)).findFirst().orElseThrow();
    Grouping grouping = Grouping.of(layer.info().policy(), layer.info().weights());
    BitSet removed = new BitSet();
    Arrays.stream(groups).forEach(removed::set);
    Pruner.apply(layer, Mask.all(grouping).without(removed));
  }

  private static PrunableNetwork randomised(GeneratedNetwork generated) {
    PrunableNetwork network = generated.create(4);
    Randomness random = Randomness.stream(9, "bias", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.bias() != null) {
        for (int i = 0; i < layer.bias().size(); i++) {
          layer.bias().values()[i] = random.nextFloat(-1, 1);
        }
      }
    }
    return network;
  }

  private Frozen requireEqual(GeneratedNetwork generated, PrunableNetwork network, String... forms)
      throws IOException {
    int features = network.blueprint().inputs().getFirst().inference().features();
    int scores = network.blueprint().output().output().features();
    Randomness random = Randomness.stream(9, "input", 0);
    Frozen frozen = null;
    for (String form : forms) {
      System.setProperty(FormChoice.PROPERTY, form);
      frozen = generated.freeze(network);
      Path file = folder.resolve("network");
      frozen.save(file);
      assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk());
      for (Frozen of : List.of(frozen, generated.load(file))) {
        for (int batch : BATCHES) {
          float[] in = new float[batch * features];
          for (int i = 0; i < in.length; i++) {
            in[i] = random.nextFloat(-1, 1);
          }
          float[] out = new float[batch * scores];
          of.session(batch).scores(in, out);
          for (int sample = 0; sample < batch; sample += 3) {
            float[] expected = network.scores(Arrays.copyOfRange(in, sample * features, (sample + 1) * features));
            assertThat(Arrays.copyOfRange(out, sample * scores, (sample + 1) * scores))
                .as("%s, batch %d, sample %d", form, batch, sample).containsExactly(expected, within(1e-5f));
          }
        }
      }
    }
    return frozen;
  }

  private static int[] channels(Frozen frozen, String layer) {
    return frozen.layer(layer).channels();
  }

  @Test
  void aFilterLeavesEverythingUpToTheColumnsOfTheDenseLayer() throws IOException {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Chain").input("image", 2, 8, 8)
        .layer("first", conv(7, 3, 1, 1, 1, true), Activation.RELU, FILTERS, "image")
        .layer("pooled", new MaxPoolLayer(List.of(2), List.of(2)), "first")
        .layer("second", conv(9, 3, 1, 1, 1, true), Activation.GELU, FILTERS, "pooled")
        .layer("averaged", new AvgPoolLayer(List.of(3), List.of(1), List.of(1)), "second")
        .layer("thinned", new DropoutLayer(0.5), "averaged")
        .layer("flat", new FlattenLayer(), "thinned")
        .layer("logits", new DenseLayer(5, true), "flat").train(null).selected());
    PrunableNetwork network = randomised(generated);
    prune(network, "first", 0, 3, 6);
    prune(network, "second", 1, 2, 8);
    Frozen frozen = requireEqual(generated, network, "rows", "auto");
    assertThat(channels(frozen, "first")).containsExactly(1, 2, 4, 5);
    assertThat(channels(frozen, "pooled")).containsExactly(1, 2, 4, 5);
    assertThat(channels(frozen, "averaged")).containsExactly(0, 3, 4, 5, 6, 7);
    assertThat(channels(frozen, "flat")).hasSize(6 * 16);
    assertThat(frozen.layer("second").weights().rows()).isEqualTo(6);
    assertThat(frozen.layer("second").weights().columns()).isEqualTo(4 * 9);
    assertThat(frozen.layer("logits").weights().columns()).isEqualTo(6 * 16);
    assertThat(frozen.layer("second").form().label()).isEqualTo("compacted dense");
  }

  @Test
  void constantsThatAreNotZeroGoIntoTheBiasesOfTheirConsumers() throws IOException {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Halves").input("x", 6)
        .layer("one", new DenseLayer(9, true), Activation.SIGMOID, NEURONS, "x")
        .layer("two", new DenseLayer(8, false), Activation.TANH, NEURONS, "one")
        .layer("three", new DenseLayer(4, false), "two").train(null).selected());
    PrunableNetwork network = randomised(generated);
    prune(network, "one", 1, 4, 5, 7);
    prune(network, "two", 0, 7);
    Frozen frozen = requireEqual(generated, network, "auto");
    assertThat(channels(frozen, "one")).containsExactly(0, 2, 3, 6, 8);
    assertThat(frozen.layer("two").weights().columns()).isEqualTo(5);
    assertThat(frozen.layer("two").bias()).isNotNull();
    System.setProperty(FormChoice.PROPERTY, "two=rows");
    assertThatThrownBy(() -> generated.freeze(network)).hasMessageContaining("two cannot run as rows");
  }

  @Test
  void aChannelThatNobodyReadsTakesItsFilterAlong() throws IOException {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Dead").input("image", 1, 6, 6)
        .layer("made", conv(6, 3, 1, 1, 1, true), Activation.RELU, null, "image")
        .layer("read", conv(4, 3, 2, 1, 1, true), Activation.RELU, CHANNELS, "made")
        .layer("means", new GlobalAvgPoolLayer(), "read")
        .layer("logits", new DenseLayer(3, true), "means").train(null).selected());
    PrunableNetwork network = randomised(generated);
    prune(network, "read", 0, 4);
    Frozen frozen = requireEqual(generated, network, "rows", "auto");
    assertThat(channels(frozen, "made")).containsExactly(1, 2, 3, 5);
    assertThat(frozen.layer("made").weights().rows()).isEqualTo(4);
    assertThat(frozen.layer("read").weights().columns()).isEqualTo(4 * 9);
  }

  @Test
  void sumsConcatenationsAndDepthwiseConvolutionsFollow() throws IOException {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Block").input("image", 3, 6, 7)
        .layer("left", conv(6, 3, 1, 1, 1, true), Activation.RELU, FILTERS, "image")
        .layer("right", conv(6, 1, 1, 0, 1, false), null, FILTERS, "image")
        .layer("sum", new AddLayer(), Activation.RELU, null, "left", "right")
        .layer("depthwise", conv(6, 3, 1, 1, 6, true), Activation.LEAKY_RELU, null, "sum")
        .layer("other", conv(5, 1, 1, 0, 1, true), null, FILTERS, "sum")
        .layer("gates", new ActivateLayer(), Activation.SIGMOID, null, "other")
        .layer("both", new ConcatLayer(), "depthwise", "gates", "image")
        .layer("mixed", conv(7, 1, 1, 0, 1, true), Activation.SILU, FILTERS, "both")
        .layer("means", new GlobalAvgPoolLayer(), "mixed")
        .layer("logits", new DenseLayer(3, true), "means").train(null).selected());
    PrunableNetwork network = randomised(generated);
    prune(network, "left", 1, 5);
    prune(network, "right", 1, 4);
    prune(network, "other", 0, 3);
    prune(network, "mixed", 6);
    Frozen frozen = requireEqual(generated, network, "rows", "auto");
    // Filter 1 is gone from both summands; 4 and 5 from one alone, which is then a map of zeros.
    assertThat(channels(frozen, "sum")).containsExactly(0, 2, 3, 4, 5);
    assertThat(channels(frozen, "left")).containsExactly(0, 2, 3, 4, 5);
    assertThat(channels(frozen, "depthwise")).containsExactly(0, 2, 3, 4, 5);
    assertThat(channels(frozen, "gates")).containsExactly(1, 2, 4);
    assertThat(channels(frozen, "both")).containsExactly(0, 2, 3, 4, 5, 7, 8, 10, 11, 12, 13);
    assertThat(frozen.layer("mixed").weights().columns()).isEqualTo(11);
  }

  /** Scale and shift at random; a pruned filter keeps a shift, and its map is a constant. */
  private static void normalise(PrunableNetwork network) {
    Randomness random = Randomness.stream(3, "norm", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.normalization() != null) {
        for (int c = 0; c < layer.normalization().channels(); c++) {
          float[] scale = layer.normalization().scale().values();
          scale[c] = scale[c] == 0 ? 0 : random.nextFloat(0.5f, 1.5f);
          layer.normalization().shift().values()[c] = random.nextFloat(0, 1);
          layer.normalization().runningMean()[c] = random.nextFloat(-1, 1);
          layer.normalization().runningVariance()[c] = random.nextFloat(0.5f, 2);
        }
      }
    }
  }

  @Test
  void shiftsOfBatchNormalisationGoOnAsConstants() throws IOException {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Normed").input("image", 2, 6, 6)
        .layer("first", conv(6, 3, 1, 1, 1, false), null, FILTERS, "image")
        .layer("firstNorm", new BatchNormLayer(0.1, 1e-5), Activation.RELU, null, "first")
        .layer("second", conv(6, 1, 1, 0, 1, false), null, FILTERS, "firstNorm")
        .layer("secondNorm", new BatchNormLayer(0.1, 1e-5), "second")
        .layer("sum", new AddLayer(), "firstNorm", "secondNorm")
        .layer("alone", new BatchNormLayer(0.1, 1e-5), Activation.RELU, null, "sum")
        .layer("mixed", conv(5, 1, 1, 0, 1, false), "alone")
        .layer("padded", conv(4, 3, 1, 1, 1, true), "firstNorm")
        .layer("both", new ConcatLayer(), "mixed", "padded")
        .layer("means", new GlobalAvgPoolLayer(), "both")
        .layer("logits", new DenseLayer(3, true), "means").train(null).selected());
    PrunableNetwork network = generated.create(4);
    prune(network, "first", 1, 4);
    prune(network, "second", 1, 4);
    normalise(network);
    Frozen frozen = requireEqual(generated, network, "auto");
    assertThat(channels(frozen, "second")).containsExactly(0, 2, 3, 5);
    assertThat(frozen.layer("mixed").weights().columns()).isEqualTo(4);
    // Zeros of the padding stand beside constants that are not zero: at borders the sums begin with other numbers.
    assertThat(channels(frozen, "first")).containsExactly(0, 2, 3, 5);
    assertThat(frozen.layer("padded").weights().columns()).isEqualTo(4 * 9);
    assertThat(frozen.layer("padded").begins()).isTrue();
    assertThat(frozen.layer("mixed").begins()).isFalse();
    assertThat(frozen.layer("first").weights().columns()).isEqualTo(2 * 9);
  }

  @Test
  void constantsLeaveThroughPaddedDepthwiseConvolutionsToo() throws IOException {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Depthwise").input("image", 2, 7, 6)
        .layer("wide", conv(6, 3, 2, 1, 1, false), null, FILTERS, "image")
        .layer("wideNorm", new BatchNormLayer(0.1, 1e-5), Activation.RELU, null, "wide")
        .layer("depth", conv(6, 3, 1, 1, 6, false), "wideNorm")
        .layer("depthNorm", new BatchNormLayer(0.1, 1e-5), Activation.SILU, null, "depth")
        .layer("point", conv(8, 1, 1, 0, 1, false), null, FILTERS, "depthNorm")
        .layer("pointNorm", new BatchNormLayer(0.1, 1e-5), Activation.RELU, null, "point")
        .layer("flat", new FlattenLayer(), "pointNorm")
        .layer("logits", new DenseLayer(3, true), "flat").train(null).selected());
    PrunableNetwork network = generated.create(4);
    prune(network, "wide", 1, 4, 5);
    prune(network, "point", 2);
    normalise(network);
    Frozen frozen = requireEqual(generated, network, "auto");
    assertThat(channels(frozen, "depth")).containsExactly(0, 2, 3);
    assertThat(frozen.layer("point").weights().columns()).isEqualTo(3);
    assertThat(frozen.layer("point").begins()).isTrue();
    // A map of 4 x 3, each corner and edge another number, and the rows between alike.
    assertThat(frozen.layer("point").bits()).isEqualTo(frozen.layer("point").weights().bits()
        + 32L * (7 + 4 + 3 + 7 * 3 * 3) + 8 + 8);
  }
}
