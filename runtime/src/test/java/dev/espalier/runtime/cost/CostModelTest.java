package dev.espalier.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostModelTest {
  private static final WeightGeometry CONVOLUTION = new WeightGeometry(16, 8, 10, 12, 3, 3, 1, 1, 0, 0, 1, true);

  @Test
  void aConvolutionTakesMcrsefMacsAndStoresWeightsAndTransientActivations() {
    LayerCost layer = planOf(CONVOLUTION, null);

    assertThat(layer.macs().dense()).isEqualTo(16L * 8 * 3 * 3 * 8 * 10);
    assertThat(layer.storage().weightBits().dense()).isEqualTo(32L * 16 * 8 * 3 * 3);
    assertThat(layer.activationBits()).isEqualTo(32L * (8 * 10 * 12 + 16 * 8 * 10));
    assertThat(layer.storage().biasBits()).isEqualTo(32L * 16);
    assertThat(layer.expectation()).isEqualTo(Expectation.DENSE);
  }

  @Test
  void groupsStridesAndPaddingEnterTheFormula() {
    // Out: (10 + 2*1 - 3) / 2 + 1 = 5 rows, (12 + 2*2 - 5) / 3 + 1 = 4 columns.
    LayerCost layer = planOf(new WeightGeometry(16, 8, 10, 12, 3, 5, 2, 3, 1, 2, 4, false), null);

    assertThat(layer.weights().dense()).isEqualTo(16 * 2 * 3 * 5);
    assertThat(layer.macs().dense()).isEqualTo(16L * 8 * 3 * 5 * 5 * 4 / 4);
    assertThat(layer.activationBits()).isEqualTo(32L * (8 * 10 * 12 + 16 * 5 * 4));
    assertThat(layer.storage().biasBits()).isZero();
  }

  @Test
  void aDepthwiseConvolutionReadsOneChannelAFilter() {
    assertThat(planOf(new WeightGeometry(8, 8, 6, 6, 3, 3, 1, 1, 1, 1, 8, false), null).macs().dense())
        .isEqualTo(8L * 3 * 3 * 6 * 6);
  }

  @Test
  void aDenseLayerTakesInputsTimesOutputs() {
    CostReport plan = CostModel.plan(Networks.lenet300(null, null));

    assertThat(plan.layer("hidden1").macs().dense()).isEqualTo(784 * 300);
    assertThat(plan.macs().dense()).isEqualTo(784 * 300 + 300 * 100 + 100 * 10).isEqualTo(266_200);
    assertThat(plan.macs().expected()).isEqualTo(266_200);
    assertThat(plan.bytes()).isEqualTo(plan.denseBytes()).isEqualTo(4 * (266_200 + 410));
    assertThat(plan.layer("hidden1").activationBits()).isEqualTo(32 * (784 + 300));
    assertThat(plan.largestActivationBits()).isEqualTo(32 * (784 + 300));
  }

  @Test
  void layersWithoutWeightsTakeNoMacsButHoldActivations() {
    LayerInfo pool = new LayerInfo("pool", "MaxPool", List.of("image"), Layout.image(2, 2, 2), null, null);
    LayerInfo sum = new LayerInfo("sum", "Add", List.of("pool", "pool"), Layout.image(2, 2, 2), null, null);
    Blueprint network = Networks.network("Pools", Layout.image(2, 4, 4), List.of(pool, sum));
    CostReport plan = CostModel.plan(network);

    assertThat(plan.layer("pool").hasWeights()).isFalse();
    assertThat(plan.layer("pool").activationBits()).isEqualTo(32 * (32 + 8));
    assertThat(plan.layer("sum").activationBits()).isEqualTo(32 * (8 + 8 + 8));
    assertThat(plan.macs().dense()).isZero();
    assertThat(plan.sparsity()).isZero();
    assertThat(CostModel.measure(network).report().macs().exact()).hasValue(0);
    assertThat(plan.toString()).contains("pool").doesNotContain("NaN");
  }

  @Test
  void plannedSparsityScalesMacsAndStorage() {
    CostReport plan = CostModel.plan(Networks.lenet300(sparse(0.95), sparse(0.9).encoding(Encoding.BITMAP)));

    assertThat(plan.layer("hidden1").weights().expected()).isEqualTo(11_760);
    assertThat(plan.layer("hidden1").macs().expected()).isEqualTo(11_760);
    assertThat(plan.layer("hidden1").sparsity()).isEqualTo(0.95, within(1e-12));
    assertThat(plan.layer("hidden2").storage().weightBits().expected()).isEqualTo(32 * 3_000 + 30_000);
    assertThat(plan.macs().expected()).isEqualTo(11_760 + 3_000 + 1_000);
    assertThat(plan.macs().exact()).isEmpty();
  }

  @Test
  void theBudgetsNumbersAreMacsOfOneSampleAndBytesOfEncodedWeightsAndBiases() {
    PrunePolicy bitmap = sparse(0.5).encoding(Encoding.BITMAP);
    CostReport plan = CostModel.plan(Networks.lenet300(bitmap, null));
    long hidden1 = (32L * 117_600 + 235_200) / 8 + 4 * 300;

    assertThat(plan.macs().pruned()).isEqualTo(117_600 + 30_000 + 1_000);
    assertThat(plan.bytes()).isEqualTo(hidden1 + 4 * (30_000 + 100) + 4 * (1_000 + 10));
    assertThat(plan.largestByMacs().name()).isEqualTo("hidden1");
    assertThat(plan.largestByBytes().storage().bytes()).isEqualTo(hidden1);
  }

  @Test
  void bytesRoundEachLayersWeightsUp() {
    // 15 weights, 5 kept: 5 * 32 + 15 = 175 bits, 22 bytes.
    PrunePolicy policy = sparse(2 / 3.0).encoding(Encoding.BITMAP);
    LayerCost layer = planOf(WeightGeometry.dense(3, 5, true), policy);

    assertThat(layer.storage().weightBits().expected()).isEqualTo(175);
    assertThat(layer.storage().bytes()).isEqualTo(22 + 12);
  }

  @ParameterizedTest
  @EnumSource(value = Unit.class, names = "BYTES", mode = EnumSource.Mode.EXCLUDE)
  void groupsAreRemovedWhole(Unit unit) {
    // 0.3 of 16 filters is 4.8: 5 go; 0.3 of 8 channels is 2.4: 2 go.
    LayerCost filters = planOf(CONVOLUTION, sparse(0.3).granularity(Granularity.FILTER).unit(unit));
    LayerCost channels = planOf(CONVOLUTION, sparse(0.3).granularity(Granularity.CHANNEL).unit(unit));

    assertThat(filters.weights().expected()).isEqualTo(11 * 8 * 9);
    assertThat(channels.weights().expected()).isEqualTo(16 * 6 * 9);
    assertThat(filters.macs().expected()).isEqualTo(11L * 8 * 9 * 80);
  }

  @Test
  void aChannelOfAGroupedConvolutionIsReadByTheFiltersOfItsGroupAlone() {
    WeightGeometry grouped = new WeightGeometry(16, 8, 10, 12, 3, 3, 1, 1, 0, 0, 4, false);
    // 2 of 8 channels go, each read by 4 filters through 9 weights.
    assertThat(planOf(grouped, sparse(0.25).granularity(Granularity.CHANNEL)).weights().expected())
        .isEqualTo(grouped.size() - 2 * 4 * 9);
  }

  @Test
  void theNearestNumberOfGroupsIsRemoved() {
    // 3 rows of 5: half of 15 weights is 7.5, rounded to 8, nearest to 2 rows of 5;
    // half of 3 rows is 1.5, rounded to 2.
    WeightGeometry rows = WeightGeometry.dense(3, 5, false);
    PrunePolicy half = sparse(0.5).granularity(Granularity.NEURON);
    assertThat(planOf(rows, half).weights().expected()).isEqualTo(5);
    assertThat(planOf(rows, half.unit(Unit.GROUPS)).weights().expected()).isEqualTo(5);
    assertThat(planOf(rows, half.sparsity(0.49)).weights().expected()).isEqualTo(10);
  }

  @Test
  void oneGroupStaysWhateverThePolicy() {
    assertThat(planOf(CONVOLUTION, sparse(0.999).granularity(Granularity.FILTER)).weights().expected())
        .isEqualTo(8 * 9);
  }

  @Test
  void whatIsNotCertainIsMarked() {
    PrunePolicy global = sparse(0.9).scope(Scope.GLOBAL);
    PrunePolicy threshold = PrunePolicy.toSparsity(0.9).threshold(0.01);

    CostReport together = CostModel.plan(Networks.lenet300(global, global));
    assertThat(together.layer("hidden1").expectation()).isEqualTo(Expectation.NETWORK);
    assertThat(together.weights().expected()).isEqualTo(23_520 + 3_000 + 1_000);
    assertThat(together.toString()).contains("~23,520").contains("~ scope GLOBAL");

    CostReport unknown = CostModel.plan(Networks.lenet300(threshold, null));
    assertThat(unknown.layer("hidden1").expectation()).isEqualTo(Expectation.UNKNOWN);
    assertThat(unknown.macs().expected()).isEqualTo(266_200);
    assertThat(unknown.toString()).contains("?235,200").contains("? a threshold").doesNotContain("~");
  }

  @Test
  void expectedEqualsExactWhereThePolicyIsCertain() {
    for (Encoding encoding : List.of(Encoding.DENSE, Encoding.BITMAP, Encoding.COO, Encoding.CSR, Encoding.CSC)) {
      Blueprint network = Networks.single("Conv2d", CONVOLUTION, sparse(0.8).encoding(encoding));
      CostReport measured = CostModel.measure(network).kept("layer", random(CONVOLUTION.size(), 0.8, 7)).report();

      assertThat(measured.macs().exact()).hasValue(measured.macs().expected());
      assertThat(measured.weights().exact()).hasValue(measured.weights().expected());
      assertThat(measured.weightBits().exact()).as("%s", encoding).hasValue(measured.weightBits().expected());
    }
  }

  @Test
  void aMeasurementCountsTheMaskAndNotThePlan() {
    Blueprint network = Networks.lenet300(sparse(0.95), sparse(0.9));
    BitSet half = random(235_200, 0.5, 3);
    CostReport report = CostModel.measure(network).kept("hidden1", half).report();

    assertThat(report.layer("hidden1").macs()).isEqualTo(Figure.planned(235_200, 11_760).measured(117_600));
    assertThat(report.layer("hidden2").macs().exact()).as("no mask told: whole").hasValue(30_000);
    assertThat(report.macs().pruned()).isEqualTo(117_600 + 30_000 + 1_000);
    assertThat(report.layer("hidden1").storage().encoding()).as("AUTO").isEqualTo(Encoding.BITMAP);
    assertThat(report.layer("hidden1").storage().weightBits().exact()).hasValue(32L * 117_600 + 235_200);
  }

  @Test
  void inputsGiveTheExpectationAndTheExactCountSideBySide() {
    Blueprint network = Networks.single("Dense", WeightGeometry.dense(2, 4, false), sparse(0.5));
    BitSet kept = new BitSet();
    kept.set(0); // unit 0 reads features 0, 1; unit 1 reads features 1, 3
    kept.set(1);
    kept.set(5);
    kept.set(7);
    // Three samples in 16 lanes; feature by feature.
    float[] slab = new float[4 * 16];
    slab[0] = 1; // feature 0: sample 0
    slab[16] = 2; // feature 1: samples 0 and 1
    slab[17] = 3;
    slab[32 + 2] = 4; // feature 2: sample 2, which nobody reads
    slab[48 + 5] = 9; // beyond the batch's count
    InputActivity activity = new InputActivity(Layout.vector(4)).observe(slab, 0, 16, 3);
    InputCost inputs = CostModel.measure(network).kept("layer", kept).inputs("layer", activity).report().inputs();

    assertThat(inputs.samples()).isEqualTo(3);
    assertThat(inputs.sparsity()).isEqualTo(8 / 12.0, within(1e-12));
    assertThat(inputs.expectedMacs()).isEqualTo(0.5 * (4 / 12.0) * 8, within(1e-12));
    assertThat(inputs.coincident()).isEqualTo(1 + 2 * 2);
    assertThat(inputs.exactMacs()).isEqualTo(5 / 3.0);
  }

  @Test
  void payloadAndOverheadSumToTheFile() {
    Blueprint network = Networks.lenet300(sparse(0.9), null);
    CostReport report = CostModel.measure(network).bytesOnDisk(2_000_000).report();

    assertThat(report.artefact().bytes()).isEqualTo(2_000_000);
    assertThat(report.artefact().payload()).isEqualTo(report.bytes());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CostModel.measure(network).bytesOnDisk(100).report())
        .withMessageContaining("The file has 100 bytes").withMessageContaining("Fix:");
  }

  @Test
  void howALayerIsStoredMayDifferFromItsPolicy() {
    Blueprint network = Networks.lenet300(sparse(0.9).encoding(Encoding.CSR), null);
    BitSet mask = random(235_200, 0.9, 5);
    StorageCost storage = CostModel.measure(network)
        .kept("hidden1", mask).stored("hidden1", Encoding.COO).report().layer("hidden1").storage();

    assertThat(storage.encoding()).isEqualTo(Encoding.COO);
    assertThat(storage.weightBits().exact()).hasValue(23_520L * (32 + 18));
  }

  @Test
  void mistakesAreNamed() {
    CostMeasurement measurement = CostModel.measure(Networks.lenet300(null, null));
    BitSet mask = new BitSet();
    mask.set(1_000);

    assertThatIllegalArgumentException().isThrownBy(() -> measurement.kept("hiden1", mask))
        .withMessageContaining("LeNet300 has no layer 'hiden1'").withMessageContaining("did you mean 'hidden1'");
    assertThatIllegalArgumentException().isThrownBy(() -> measurement.kept("logits", mask))
        .withMessageContaining("logits has 1000 weights, and the mask keeps number 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> measurement.inputs("logits", new InputActivity(Layout.vector(100))))
        .withMessageContaining("No sample of the inputs of logits");
  }

  private static LayerCost planOf(WeightGeometry geometry, PrunePolicy policy) {
    return CostModel.plan(Networks.single("Conv2d", geometry, policy)).layer("layer");
  }

  private static PrunePolicy sparse(double sparsity) {
    return PrunePolicy.toSparsity(sparsity);
  }

  /** Exactly round(sparsity * size) weights gone, at random. */
  static BitSet random(int size, double sparsity, long seed) {
    BitSet kept = new BitSet(size);
    kept.set(0, size);
    Random random = new Random(seed);
    for (long left = Math.round(sparsity * size); left > 0; ) {
      int element = random.nextInt(size);
      left -= kept.get(element) ? 1 : 0;
      kept.clear(element);
    }
    return kept;
  }
}
