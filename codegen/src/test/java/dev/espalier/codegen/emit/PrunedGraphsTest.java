package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenLayer;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Normalization;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.random.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grid of random networks, pruned in structure at random: what is left is the masked network, and never an empty
 * layer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrunedGraphsTest {
  /** Between them they have every kind of layer, tie and policy; more make nothing but the compilation longer. */
  private static final long[] SEEDS = {10, 14, 20, 23};
  private static final int PARTS = 5;

  @TempDir private Path folder;
  private final List<GeneratedNetwork> grid = new ArrayList<>();

  @BeforeAll
  void compile() {
    List<ModelSpec> models = new ArrayList<>();
    for (long seed : SEEDS) {
      models.add(PrunedGraph.of("Graph" + seed, seed, PARTS, seed == SEEDS[0]));
    }
    grid.addAll(GeneratedNetwork.together(models));
  }

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  /** Biases, and scales, shifts and statistics of batch normalisations, at random: what is pruned keeps a constant. */
  private static PrunableNetwork network(GeneratedNetwork generated, long seed) {
    PrunableNetwork network = generated.create(seed);
    Randomness random = Randomness.stream(seed, "constants", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.bias() != null) {
        fill(layer.bias().values(), random, -1, 1);
      }
      if (layer.normalization() != null) {
        Normalization norm = layer.normalization();
        fill(norm.scale().values(), random, 0.5f, 1.5f);
        fill(norm.shift().values(), random, -1, 1);
        fill(norm.runningMean(), random, -1, 1);
        fill(norm.runningVariance(), random, 0.5f, 2);
      }
    }
    return network;
  }

  private static void fill(float[] values, Randomness random, float from, float to) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(from, to);
    }
  }

  /** Any groups of every layer with a policy, whatever they are tied to: masks are always valid. */
  private static void pruneAtRandom(PrunableNetwork network, Randomness random) {
    for (LayerParameters layer : network.layers()) {
      if (layer.info().pruned()) {
        Grouping grouping = Grouping.of(layer.info().policy(), layer.info().weights());
        BitSet removed = new BitSet();
        float share = random.nextFloat(0, 1);
        for (int g = 0; g < grouping.groups(); g++) {
          removed.set(g, random.nextFloat(0, 1) < share);
        }
        removed.clear(random.nextInt(grouping.groups()));
        Pruner.apply(layer, Mask.all(grouping).without(removed));
      }
    }
  }

  private void requireEqual(String what, GeneratedNetwork generated, PrunableNetwork network) throws IOException {
    Randomness random = Randomness.stream(9, what, 0);
    Frozen frozen = generated.freeze(network);
    Path file = folder.resolve("network");
    frozen.save(file);
    assertThat(Files.size(file)).as(what).isEqualTo(frozen.bytesOnDisk());
    for (FrozenLayer layer : frozen.layers()) {
      if (layer.info().hasWeights()) {
        assertThat(layer.weights().rows()).as("%s, rows of %s", what, layer.info().name()).isPositive();
        assertThat(layer.weights().columns()).as("%s, columns of %s", what, layer.info().name()).isPositive();
      }
    }
    for (Frozen of : List.of(frozen, generated.load(file))) {
      for (int batch : new int[] {1, 3, 19}) {
        requireEqual(what + ", batch " + batch, network, of, batch, random);
      }
    }
  }

  private static void requireEqual(String what, PrunableNetwork network, Frozen frozen, int batch, Randomness random) {
    float[][] in = network.blueprint().inputs().stream().map(i -> new float[batch * features(i)])
        .toArray(float[][]::new);
    for (float[] values : in) {
      fill(values, random, -1, 1);
    }
    int scores = network.blueprint().output().output().features();
    float[] out = new float[batch * scores];
    FrozenSession session = frozen.session(batch);
    if (in.length == 1) {
      session.scores(in[0], out);
    } else {
      session.scores(in, out);
    }
    for (int s = 0; s < batch; s += 9) {
      int sample = s;
      float[][] one = new float[in.length][];
      for (int i = 0; i < in.length; i++) {
        int features = features(network.blueprint().inputs().get(i));
        one[i] = Arrays.copyOfRange(in[i], sample * features, (sample + 1) * features);
      }
      float[] expected = network.scores(one);
      for (int k = 0; k < scores; k++) {
        assertThat(out[sample * scores + k]).as("%s, sample %d", what, sample)
            .isCloseTo(expected[k], within(1e-5f * Math.max(1, Math.abs(expected[k]))));
      }
    }
  }

  private static int features(InputInfo input) {
    return input.inference().features();
  }

  @Test
  void prunedByItsPoliciesANetworkIsTheMaskedOne() throws IOException {
    for (int i = 0; i < grid.size(); i++) {
      PrunableNetwork network = network(grid.get(i), i);
      network.prune();
      requireEqual("graph " + SEEDS[i], grid.get(i), network);
    }
  }

  @Test
  void whatItCostsIsWhatThePlanForetold() {
    int compared = 0;
    for (int i = 0; i < grid.size(); i++) {
      PrunableNetwork network = network(grid.get(i), i);
      if (network.blueprint().layers().stream()
          .anyMatch(l -> l.pruned() && l.policy().granularity() == Granularity.CHANNEL)) {
        continue; // Which input channels go beside which filters decides how much goes with them.
      }
      CostReport plan = CostModel.plan(network.blueprint());
      network.prune();
      compared++;
      for (CostReport exact : List.of(network.cost(), grid.get(i).freeze(network).cost())) {
        for (LayerCost layer : plan.layers()) {
          String what = "graph " + SEEDS[i] + ", " + layer.name();
          LayerCost found = exact.layer(layer.name());
          assertThat(found.weights().pruned()).as(what).isEqualTo(layer.weights().expected());
          assertThat(found.macs().pruned()).as(what).isEqualTo(layer.macs().expected());
        }
        assertThat(exact.bytes()).as("bytes of graph " + SEEDS[i]).isEqualTo(plan.bytes());
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void maskedInAnyWayANetworkIsTheMaskedOneInEveryForm() throws IOException {
    Randomness random = Randomness.stream(5, "masks", 0);
    for (int i = 0; i < grid.size(); i++) {
      for (String form : List.of("auto", "rows")) {
        PrunableNetwork network = network(grid.get(i), 100 + i);
        pruneAtRandom(network, random);
        System.clearProperty(FormChoice.PROPERTY);
        System.setProperty(FormChoice.PROPERTY, form + exceptions(grid.get(i).freeze(network)));
        requireEqual("graph " + SEEDS[i] + " as " + form, grid.get(i), network);
      }
    }
  }

  /** Layers that take in constants, which only compacted kernels add. */
  private static String exceptions(Frozen frozen) {
    return frozen.layers().stream()
        .filter(l -> l.info().hasWeights() && l.info().frozen().compact())
        .filter(l -> l.begins() || !l.info().weights().bias())
        .map(l -> "," + l.info().name() + "=auto").collect(Collectors.joining());
  }
}
