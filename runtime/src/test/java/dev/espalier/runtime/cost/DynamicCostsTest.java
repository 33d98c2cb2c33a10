package dev.espalier.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.DynamicInfo.Part;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DynamicCostsTest {
  private static final Layout IMAGE = Layout.image(2, 3, 3);
  private static final Layout MAPS = Layout.image(4, 3, 3);
  private static final WeightGeometry CONVOLUTION = new WeightGeometry(4, 2, 3, 3, 1, 1, 1, 1, 0, 0, 1, true);

  /** A gated convolution of four filters, two of which run, 36 values of which ten stay. */
  private static Blueprint network() {
    List<LayerInfo> layers = List.of(
        layer("maps.pooled", "GlobalAvgPool", Layout.vector(2), null, Part.POOL, 2, 18, "image"),
        layer("maps.saliency", "Dense", Layout.vector(4), WeightGeometry.dense(4, 2, true), Part.SALIENCY, 4, 4,
            "maps.pooled"),
        layer("maps.gate", "GateWinners", Layout.vector(4), null, Part.WINNERS, 2, 200, "maps.saliency"),
        layer("maps", "Conv2d", MAPS, CONVOLUTION, Part.GATED, 2, 0, "image"),
        layer("maps.gated", "Gate", MAPS, null, Part.SCALE, 36, 36, "maps", "maps.gate"),
        layer("maps.kept", "PruneActivations", MAPS, null, Part.SELECTION, 10, 1800, "maps.gated"),
        new LayerInfo("means", "GlobalAvgPool", List.of("maps.kept"), Layout.vector(4), null, null));
    return new Blueprint("Gated", "0".repeat(64), List.of(new InputInfo("image", List.of(2, 3, 3), IMAGE, 0, IMAGE, 0)),
        layers, null, 0, 0, 0, 0, 0);
  }

  private static LayerInfo layer(String name, String kind, Layout output, WeightGeometry weights, Part part, int kept,
      long operations, String... inputs) {
    return new LayerInfo(name, kind, List.of(inputs), output, weights == null ? null : weights.input(), weights, null,
        null, new DynamicInfo(part, "maps", kept, operations));
  }

  /** One value a line, one sample a lane. */
  private static InputActivity observed(Layout layout, int... nonZero) {
    InputActivity activity = new InputActivity(layout);
    float[] slab = new float[layout.lines() * 16];
    for (int line = 0; line < nonZero.length; line++) {
      for (int lane = 0; lane < nonZero[line]; lane++) {
        slab[line * 16 + lane] = 1;
      }
    }
    return activity.observe(slab, 0, 16, 10);
  }

  @Test
  void aPlanExpectsWhatIsDeclared() {
    CostReport plan = CostModel.plan(network());
    assertThat(plan.dynamic().selections()).containsExactly(new SelectionCost("maps", 36, 10, Double.NaN, 1800));
    assertThat(plan.dynamic().gates()).containsExactly(
        new GateCost("maps", 4, 2, Double.NaN, 72, 36, Double.NaN, 8, 18 + 200 + 36));
    assertThat(plan.gatedMacs()).isEqualTo(8 + 36);
  }

  @Test
  void filtersCountAsOftenAsTheyRanWithTheWeightsTheyKept() {
    BitSet kept = new BitSet();
    kept.set(0, 3);
    kept.set(7);
    CostReport report = CostModel.measure(network()).kept("maps", kept)
        .selected("maps.gate", observed(Layout.vector(4), 10, 5, 0, 5))
        .selected("maps.kept", observed(MAPS, 10, 10, 5))
        .report();
    GateCost gate = report.dynamic().gates().getFirst();
    assertThat(gate.ran()).isCloseTo(2, within(1e-9));
    // filter 0 keeps two weights and always ran, filters 1 and 3 keep one each and ran every other time
    assertThat(gate.ranMacs()).isEqualTo((10 * 2 + 5 * 1 + 5 * 1) * 9 / 10.0);
    assertThat(gate.macs()).isEqualTo(36);
    assertThat(report.gatedMacs()).isEqualTo(8 + 27);
    assertThat(report.dynamic().selections().getFirst().exact()).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void staticAndDynamicStandBesideOneAnother() {
    String plan = CostModel.plan(network()).toString();
    assertThat(plan).contains("""
        Values kept for a sample
        layer  values  kept, expected  not zero  zeros  operations
        ----------------------------------------------------------
        maps       36              10         -      -       1,800
        """);
    assertThat(plan).contains("""
        Filters run for a sample
        layer  filters  run  ran  MACs static  expected  dynamic  MACs of gate  operations
        ----------------------------------------------------------------------------------
        maps         4    2    -           72      36.0        -             8         254
        """);
    assertThat(plan).contains("MACs of filters that run").contains("operations: comparisons");
    JsonObject json = CostModel.plan(network()).toJson();
    assertThat(json.text()).contains("\"dynamic\"").contains("\"gateMacs\": 8").contains("\"ranMacs\": null");
    assertThat(CostModel.plan(Networks.single("Dense", WeightGeometry.dense(3, 4, true), null)).toJson().text())
        .contains("\"dynamic\": null");
  }
}
