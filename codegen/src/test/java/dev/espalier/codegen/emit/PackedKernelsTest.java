package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernels of every form on odd and even rows and on masks that packing could stumble over. */
class PackedKernelsTest {
  private static final PrunePolicy POLICY = PrunePolicy.toSparsity(0.5).encoding(Encoding.BITMAP);
  private static final List<String> FORMS =
      List.of("dense", "rows", "row-blocks", "panels", "strips", "compacted", "bitmap", "baked");
  private static final int[] BATCHES = {1, 48};
  private static final Pattern REFUSED = Pattern.compile("and (\\w+) cannot run as");

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  @Test
  void denseLayersOfAwkwardSizes() {
    everyMask(Models.model("some.pkg", "Awkward").input("x", 5)
        .layer("one", new DenseLayer(1, true), Activation.RELU, POLICY, "x")
        .layer("two", new DenseLayer(2, false), Activation.GELU, POLICY, "one")
        .layer("seven", new DenseLayer(7, true), Activation.SILU, POLICY.blocks(3, 2), "two")
        .layer("eight", new DenseLayer(8, true), Activation.RELU, POLICY.blocks(2, 1), "seven")
        .layer("nine", new DenseLayer(9, true), Activation.RELU, POLICY.nOfM(2, 4, 3), "eight")
        .layer("ten", new DenseLayer(11, false), null, POLICY.blocks(5, 1), "nine")
        .layer("eleven", new DenseLayer(6, true), null, POLICY.granularity(Granularity.NEURON), "ten")
        .layer("last", new DenseLayer(5, true), null, POLICY.granularity(Granularity.CHANNEL), "eleven"));
  }

  @Test
  void rowsLongEnoughForBlocks() {
    everyMask(Models.model("some.pkg", "Blocks").input("x", 331)
        .layer("fused", new DenseLayer(140, true), Activation.RELU, POLICY, "x")
        .layer("after", new DenseLayer(130, false), Activation.GELU, POLICY, "fused")
        .layer("plain", new DenseLayer(3, true), null, POLICY, "after"));
  }

  @Test
  void threadsChangeNoBit() {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Shared").input("x", 200)
        .layer("wide", new DenseLayer(333, true), Activation.RELU, POLICY, "x")
        .layer("out", new DenseLayer(7, true), null, POLICY, "wide").train(null).selected());
    Frozen frozen = generated.freeze(generated.create(4));
    Randomness random = Randomness.stream(9, "input", 0);
    float[] in = new float[200 * 100];
    for (int i = 0; i < in.length; i++) {
      in[i] = random.nextFloat(-1, 1);
    }
    float[] expected = new float[7 * 100];
    frozen.session(100, Workers.of(1)).scores(in, expected);
    for (int threads = 2; threads <= 4; threads++) {
      try (Workers workers = Workers.of(threads)) {
        FrozenSession session = frozen.session(100, workers);
        for (int i = 0; i < 5; i++) {
          float[] out = new float[7 * 100];
          session.scores(in, out);
          assertThat(out).as("%d threads", threads).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void convolutionsOfAwkwardSizes() {
    everyMask(Models.model("some.pkg", "AwkwardConv").input("x", 2, 4, 5)
        .layer("odd", new Conv2dLayer(3, List.of(3, 3), List.of(1, 1), List.of(1, 1), 1, true), Activation.GELU,
            POLICY.granularity(Granularity.FILTER), "x")
        .layer("groups", new Conv2dLayer(6, List.of(2, 2), List.of(1, 2), List.of(0, 1), 3, false), null,
            POLICY.blocks(4, 1), "odd")
        .layer("one", new Conv2dLayer(1, List.of(1, 1), List.of(1, 1), List.of(0, 0), 1, true), null, POLICY, "groups")
        .layer("flat", new FlattenLayer(), "one")
        .layer("logits", new DenseLayer(3, true), null, POLICY, "flat"));
  }

  private static void everyMask(Models models) {
    GeneratedNetwork generated = new GeneratedNetwork(models.train(null).selected());
    masked(generated, "all kept", _ -> at -> true);
    masked(generated, "every third row empty", g -> at -> at / g.columns() % 3 != 0);
    masked(generated, "a full row, the others one weight", g -> at -> at < g.columns() || at % g.columns() == 0);
    masked(generated, "a single column", g -> at -> at % g.columns() == g.columns() / 2);
    masked(generated, "all pruned but one", g -> at -> at == g.size() - 1);
    masked(generated, "a checkerboard", g -> at -> (at / g.columns() + at % g.columns()) % 2 == 0);
  }

  private static void masked(
      GeneratedNetwork generated, String name, Function<WeightGeometry, IntPredicate> mask) {
    PrunableNetwork network = generated.create(4);
    Randomness random = Randomness.stream(9, "input", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.weight() != null) {
        WeightGeometry geometry = layer.info().weights();
        BitSet kept = new BitSet();
        for (int at = 0; at < geometry.size(); at++) {
          kept.set(at, mask.apply(geometry).test(at));
        }
        // A mask keeps at least one group.
        kept.set(geometry.size() - 1);
        layer.weight().prune(Mask.of(Grouping.of(Granularity.ELEMENT, geometry), kept));
      }
      if (layer.bias() != null) {
        for (int i = 0; i < layer.bias().size(); i++) {
          layer.bias().values()[i] = random.nextFloat(-1, 1);
        }
      }
    }
    int features = network.blueprint().inputs().getFirst().inference().features();
    int scores = network.blueprint().output().output().features();
    for (int batch : BATCHES) {
      float[] in = new float[batch * features];
      for (int i = 0; i < in.length; i++) {
        in[i] = Math.max(0, random.nextFloat(-1, 1));
      }
      for (String form : batch == 1 ? FORMS.subList(0, FORMS.size() - 1) : FORMS) {
        float[] out = new float[batch * scores];
        frozen(generated, network, form).session(batch).scores(in, out);
        for (int sample = 0; sample < batch; sample += 7) {
          float[] expected = network.scores(Arrays.copyOfRange(in, sample * features, (sample + 1) * features));
          for (int i = 0; i < scores; i++) {
            assertThat(out[sample * scores + i]).as("%s, %s, batch %d", name, form, batch)
                .isCloseTo(expected[i], within(1e-5f));
          }
        }
      }
    }
  }

  /** Frozen in a form; the layers that have no kernels for it, which the error names, as rows. */
  private static Frozen frozen(GeneratedNetwork generated, PrunableNetwork network, String form) {
    String forms = form;
    for (int tried = 0; ; tried++) {
      System.setProperty(FormChoice.PROPERTY, forms);
      try {
        return generated.freeze(network);
      } catch (IllegalArgumentException refused) {
        Matcher layer = REFUSED.matcher(refused.getMessage());
        assertThat(layer.find()).as(refused.getMessage()).isTrue();
        forms += "," + layer.group(1) + "=rows";
        assertThat(tried).as("layers without %s", form).isLessThan(network.layers().size());
      }
    }
  }
}
