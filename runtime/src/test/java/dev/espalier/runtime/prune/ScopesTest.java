package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.mask.ColumnPacking;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every granularity, unit and scope: what goes, how near the target is met, what is said of it. */
class ScopesTest {

  private static final PrunePolicy HALF = PrunePolicy.toSparsity(0.5);

  /** Rows of four: the two lowest of each go. With two rows sharing, the columns with the lowest sums. */
  @Test
  void twoOfFourKeepsTheBestTwoOfEveryFour() {
    LayerParameters own = dense("a", 2, 4, HALF.nOfM(2, 4, 1), 4, 3, 2, 1, 5, 9, 7, 8);
    prune(own);
    assertThat(own.weight().kept()).containsExactly(0, 1, 5, 7);
    LayerParameters shared = dense("a", 2, 4, HALF.nOfM(2, 4, 2), 4, 3, 2, 1, 5, 9, 7, 8);
    PruningEvent event = prune(shared);
    assertThat(shared.weight().kept()).as("sums 9, 12, 9, 9: of equal ones the lowest indices go")
        .containsExactly(1, 3, 5, 7);
    assertThat(event.askedSparsity()).isEqualTo(0.5);
    assertThat(event.reachedSparsity()).isEqualTo(0.5);
  }

  /** Two channels of 1 x 2 kernels: neighbours are the same place of both channels. */
  @Test
  void nOfMOfAConvolutionRunsAlongItsInputChannels() {
    LayerParameters layer = layer("a", new WeightGeometry(1, 2, 1, 2, 1, 2, 1, 1, 0, 0, 1, true), HALF.nOfM(1, 2, 1));
    set(layer, 1, 9, 5, 2);
    prune(layer);
    assertThat(layer.weight().kept()).containsExactly(1, 2);
  }

  @Test
  void everyMKeepsExactlyNOverRandomShapesAndOnTheWayThere() {
    Random random = new Random(1);
    for (int trial = 0; trial < 100; trial++) {
      int m = 2 + random.nextInt(7);
      int n = 1 + random.nextInt(m - 1);
      int kernel = 1 + random.nextInt(3);
      int rows = 1 + random.nextInt(6);
      int shared = 1 + random.nextInt(rows);
      WeightGeometry geometry =
          new WeightGeometry(rows, m * (1 + random.nextInt(3)), 5, 5, kernel, kernel, 1, 1, 0, 0, 1, false);
      LayerParameters layer = random(layer("a", geometry, HALF.nOfM(n, m, shared)), random);
      for (double sparsity : new double[] {0.3, layer.info().policy().sparsity()}) {
        new Pruner(List.of(layer), 1).prune(0, new double[] {sparsity});
        int keep = (int) Math.max(n, Math.round(m * (1 - sparsity)));
        Mask mask = layer.weight().mask();
        int stride = kernel * kernel;
        for (int row = 0; row < rows; row++) {
          for (int first = 0; first < geometry.columns(); first += m * stride) {
            for (int tap = 0; tap < stride; tap++) {
              int count = 0;
              for (int k = 0; k < m; k++) {
                int column = first + tap + k * stride;
                count += mask.keeps(row * geometry.columns() + column) ? 1 : 0;
                assertThat(mask.keeps(row * geometry.columns() + column))
                    .isEqualTo(mask.keeps(row / shared * shared * geometry.columns() + column));
              }
              assertThat(count).isEqualTo(keep);
            }
          }
        }
      }
      assertThat(layer.weight().sparsity()).isCloseTo(1 - (double) n / m, within(1e-12));
    }
  }

  @Test
  void aBlockGoesByTheSumOfItsWeights() {
    LayerParameters layer = dense("a", 2, 4, HALF.blocks(2, 2), 1, 1, 9, 0, 1, 1, 0, 0);
    PruningEvent event = prune(layer);
    assertThat(layer.weight().kept()).as("4 against 9").containsExactly(2, 3, 6, 7);
    assertThat(event.groupsRemoved()).isEqualTo(1);
  }

  @Test
  void combinedColumnsReachExactlyWhatIsAskedAndPack() {
    Random random = new Random(2);
    for (double sparsity : new double[] {0.3, 0.5, 0.8, 0.9, 0.97}) {
      LayerParameters layer =
          random(layer("a", WeightGeometry.dense(40, 60, true), HALF.combining(8, 0.5).sparsity(sparsity)), random);
      PruningEvent event = prune(layer);
      assertThat(2400 - layer.weight().keptCount()).isEqualTo(Math.round(sparsity * 2400));
      assertThat(event.reachedSparsity()).isCloseTo(sparsity, within(1e-9));
      ColumnPacking packing = ColumnPacking.of(layer.weight().mask(), 40, 60, 8);
      assertThat(packing.conflicts()).isZero();
      if (sparsity >= 0.8) {
        assertThat(packing.utilisationAfter()).isGreaterThan(2 * packing.utilisationBefore());
      }
    }
  }

  /** Against single weights of the same sparsity, combining leaves a pattern that packs into fewer columns. */
  @Test
  void pruningConflictsPacksDenserThanSingleWeights() {
    LayerParameters combined =
        random(layer("a", WeightGeometry.dense(64, 96, true), HALF.combining(8, 0.5).sparsity(0.85)), new Random(3));
    LayerParameters single =
        random(layer("a", WeightGeometry.dense(64, 96, true), HALF.sparsity(0.85)), new Random(3));
    prune(combined);
    prune(single);
    assertThat(ColumnPacking.of(combined.weight().mask(), 64, 96, 8).packedColumns())
        .isLessThan(ColumnPacking.of(single.weight().mask(), 64, 96, 8).packedColumns());
  }

  /** Two inner layers behind sums: the weaker goes with its bias; of two ways that are each other's, one stays. */
  @Test
  void aLayerGoesWhereTheGraphHasAWayAroundIt() {
    PrunePolicy whole = HALF.granularity(Granularity.LAYER).scope(Scope.GLOBAL);
    LayerParameters left = dense("left", 2, 2, whole, 1, 1, 1, 1);
    LayerParameters right = dense("right", 2, 2, whole, 5, 5, 5, 5);
    LayerParameters sum = new LayerParameters(
        new LayerInfo("sum", "Add", List.of("left", "right"), Layout.vector(2), null, null), null, null);
    left.bias().values()[0] = 3;
    List<PruningEvent> events = new Pruner(List.of(left, right, sum), 1).prune(0, new double[] {0.5, 0.5, -1});
    assertThat(left.weight().keptCount()).isZero();
    assertThat(left.bias().values()).containsExactly(0, 0);
    assertThat(right.weight().keptCount()).isEqualTo(4);
    assertThat(events.getFirst().scopeSparsity()).isEqualTo(0.5);
    List<PruningEvent> more = new Pruner(List.of(left, right, sum), 1).prune(1, new double[] {0.9, 0.9, -1});
    assertThat(right.weight().keptCount()).as("nothing would reach the output").isEqualTo(4);
    assertThat(more.getFirst().askedSparsity()).isEqualTo(0.9);
    assertThat(more.getFirst().scopeSparsity()).as("what was reached is said").isEqualTo(0.5);
  }

  /** A weight of the convolution is used at 16 positions: a third of 160 + 320 MACs is one of its ten weights. */
  @Test
  void macsCountThePositions() {
    PrunePolicy macs = HALF.unit(Unit.MACS).scope(Scope.GLOBAL);
    LayerParameters maps = layer("maps", new WeightGeometry(1, 10, 4, 4, 1, 1, 1, 1, 0, 0, 1, false), macs);
    LayerParameters dense = layer("dense", WeightGeometry.dense(1, 320, false), macs);
    Arrays.fill(maps.weight().values(), 1);
    Arrays.fill(dense.weight().values(), 2);
    List<PruningEvent> events = new Pruner(List.of(maps, dense), 1).prune(0, new double[] {1 / 3.0, 1 / 3.0});
    assertThat(maps.weight().keptCount()).as("9 of 10 go: 144 MACs, and its best stays").isEqualTo(1);
    assertThat(dense.weight().keptCount()).as("16 more").isEqualTo(304);
    assertThat(events.getFirst().scopeSparsity()).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void theReachedFigureIsTheAskedOneToWithinOneGroupInEveryUnitAndScope() {
    Random random = new Random(4);
    List<PrunePolicy> granularities = List.of(HALF, HALF.blocks(2, 3), HALF.granularity(Granularity.KERNEL),
        HALF.granularity(Granularity.FILTER), HALF.granularity(Granularity.CHANNEL));
    for (PrunePolicy granularity : granularities) {
      for (Unit unit : Unit.values()) {
        for (Scope scope : Scope.values()) {
          for (double sparsity : new double[] {0.2, 0.5, 0.7}) {
            PrunePolicy policy = granularity.unit(unit).scope(scope).sparsity(sparsity);
            List<LayerParameters> layers = network(
                scope == Scope.GROUP ? policy.group("both") : policy, random);
            List<PruningEvent> events = new Pruner(layers, 1).prune(0, new double[] {sparsity, sparsity});
            String what = granularity.granularity() + " " + unit + " " + scope + " " + sparsity;
            for (PruningEvent event : events) {
              assertThat(Math.abs(event.scopeSparsity() - sparsity)).as(what)
                  .isLessThanOrEqualTo(largestGroup(layers, event, scope, unit));
            }
          }
        }
      }
    }
  }

  /** Erdős–Rényi: each layer reaches its own density, and together they come within one group. */
  @Test
  void densitiesGiveEachLayerItsShare() {
    for (PrunePolicy shape : List.of(HALF, HALF.granularity(Granularity.FILTER), HALF.blocks(3, 4))) {
      for (Unit unit : List.of(Unit.WEIGHTS, Unit.MACS)) {
        PrunePolicy policy = shape.unit(unit).scope(Scope.GLOBAL)
            .ranking(RankingPlan.DEFAULT.densities(Densities.ERDOS_RENYI_KERNEL)).sparsity(0.8);
        List<LayerParameters> layers = network(policy, new Random(5));
        List<PruningEvent> events = new Pruner(layers, 1).prune(0, new double[] {0.8, 0.8});
        assertThat(Math.abs(events.getFirst().scopeSparsity() - 0.8))
            .isLessThanOrEqualTo(largestGroup(layers, events.getFirst(), Scope.GLOBAL, unit));
        double[] densities = ErdosRenyi.densities(
            layers.stream().map(l -> l.info().weights()).toList(), 0.8);
        if (unit == Unit.WEIGHTS) {
          for (int i = 0; i < 2; i++) {
            double group = (double) layers.get(i).weight().mask().grouping().size(0) / layers.get(i).weight().size();
            assertThat(1 - layers.get(i).weight().sparsity()).isCloseTo(densities[i], within(2 * group + 1e-9));
          }
        }
      }
    }
  }

  @Test
  void aLayerStaysBetweenItsOwnLimits() {
    PrunePolicy global = HALF.scope(Scope.GLOBAL).sparsity(0.6);
    LayerParameters weak = random(layer("weak", WeightGeometry.dense(10, 10, true),
        global.ranking(RankingPlan.DEFAULT.between(0, 0.7))), new Random(6));
    LayerParameters strong = random(layer("strong", WeightGeometry.dense(10, 10, true),
        global.ranking(RankingPlan.DEFAULT.between(0.4, 1))), new Random(7));
    for (int i = 0; i < 100; i++) {
      strong.weight().values()[i] += Math.signum(strong.weight().values()[i]) * 100;
    }
    Pruner pruner = new Pruner(List.of(weak, strong), 1);
    pruner.prune(0, new double[] {0.3, 0.3});
    assertThat(strong.weight().sparsity()).as("on half of the way half of the minimum").isEqualTo(0.2);
    assertThat(weak.weight().sparsity()).isEqualTo(0.4);
    List<PruningEvent> events = pruner.prune(1, new double[] {0.6, 0.6});
    assertThat(weak.weight().sparsity()).isEqualTo(0.7);
    assertThat(strong.weight().sparsity()).isEqualTo(0.5);
    assertThat(events.getFirst().scopeSparsity()).isEqualTo(0.6);
  }

  @Test
  void groupsOfDifferentNamesAreRankedApart() {
    List<LayerParameters> layers = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      boolean first = name.equals("a") || name.equals("b");
      LayerParameters layer = dense(name, 1, 4, HALF.group(first ? "one" : "two"), 1, 2, 3, 4);
      float scale = name.equals("a") || name.equals("c") ? 1 : 100;
      for (int i = 0; i < 4; i++) {
        layer.weight().values()[i] *= scale;
      }
      layers.add(layer);
    }
    new Pruner(layers, 1).prune(0, new double[] {0.5, 0.5, 0.5, 0.5});
    assertThat(layers).extracting(l -> l.weight().keptCount()).containsExactly(1, 3, 1, 3);
  }

  @Test
  void bytesAreThoseOfTheEncodingAtTheMask() {
    PrunePolicy bytes = HALF.unit(Unit.BYTES).encoding(Encoding.BITMAP).sparsity(0.75);
    LayerParameters layer = random(layer("a", WeightGeometry.dense(20, 20, true), bytes), new Random(8));
    PruningEvent event = prune(layer);
    // 1600 bytes dense; 50 of bitmap and 4 a weight: 87 weights make 398 bytes, 88 make 402, and 400 were asked for.
    assertThat(layer.weight().keptCount()).isBetween(87, 88);
    assertThat(event.reachedSparsity()).isCloseTo(0.75, within(4 / 1600.0));
  }

  private static double largestGroup(List<LayerParameters> layers, PruningEvent event, Scope scope, Unit unit) {
    double whole = 0;
    double largest = 0;
    for (LayerParameters layer : layers) {
      if (scope == Scope.LAYER && !layer.info().name().equals(event.layer())) {
        continue;
      }
      int weights = layer.weight().mask().grouping().size(0);
      double position = unit == Unit.MACS ? layer.info().weights().positions() : 1;
      double all = unit == Unit.GROUPS ? layer.weight().mask().grouping().groups() : layer.weight().size() * position;
      whole += all;
      // In bytes a group's values, indices, and what a pointer more a line or a wider index can make of it.
      double group = unit == Unit.GROUPS ? 1 : unit == Unit.BYTES ? weights * 1.5 + 16 : weights * position;
      largest = Math.max(largest, group);
    }
    return largest / whole + 1e-9;
  }

  private static List<LayerParameters> network(PrunePolicy policy, Random random) {
    return List.of(
        random(layer("maps", new WeightGeometry(16, 6, 9, 9, 3, 3, 1, 1, 0, 0, 1, true), policy), random),
        random(layer("more", new WeightGeometry(24, 16, 7, 7, 2, 2, 1, 1, 0, 0, 2, true), policy), random));
  }

  private static PruningEvent prune(LayerParameters layer) {
    double sparsity = layer.info().policy().sparsity();
    return new Pruner(List.of(layer), 1).prune(0, new double[] {sparsity}).getFirst();
  }

  private static LayerParameters dense(String name, int units, int inputs, PrunePolicy policy, float... values) {
    LayerParameters layer = layer(name, WeightGeometry.dense(units, inputs, true), policy);
    set(layer, values);
    return layer;
  }

  private static LayerParameters layer(String name, WeightGeometry geometry, PrunePolicy policy) {
    boolean convolution = geometry.height() > 1 || geometry.width() > 1;
    LayerInfo info = new LayerInfo(name, convolution ? "Conv2d" : "Dense", List.of("x"),
        Layout.vector(geometry.filters()), geometry, policy);
    LayerParameters layer = LayerParameters.zeros(info);
    Pruner.attachMask(layer);
    return layer;
  }

  private static void set(LayerParameters layer, float... values) {
    System.arraycopy(values, 0, layer.weight().values(), 0, values.length);
  }

  private static LayerParameters random(LayerParameters layer, Random random) {
    float[] values = layer.weight().values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return layer;
  }

  @Test
  void aShapeOfItsOwnIsAValue() {
    assertThat(GroupShape.ofBlock(2, 3)).isEqualTo(HALF.blocks(2, 3).shape());
    assertThat(HALF.nOfM(1, 4, 1).sparsity()).isEqualTo(0.75);
    assertThat(HALF.nOfM(1, 4, 1).nOfM(2, 4, 1).sparsity()).isEqualTo(0.5);
  }
}
