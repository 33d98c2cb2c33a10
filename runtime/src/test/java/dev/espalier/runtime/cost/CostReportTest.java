package dev.espalier.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.json.JsonReader;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostReportTest {

  @Test
  void theTableOfAMeasuredNetwork() {
    assertThat(measured().toString()).isEqualTo(GOLDEN);
  }

  @Test
  void theReadmeShowsThatTable() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains(GOLDEN);
  }

  @Test
  void theTableDoesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(measured().toString()).isEqualTo(GOLDEN);
      assertThat(measured().toJson().text()).isASCII();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLargeNetworkWithLongNamesFitsIn120Columns() {
    PrunePolicy policy = PrunePolicy.toSparsity(0.9).scope(Scope.GLOBAL);
    WeightGeometry wide = new WeightGeometry(256, 256, 112, 112, 3, 3, 1, 1, 1, 1, 1, true);
    WeightGeometry flat = WeightGeometry.dense(1_000, 256, true);
    Blueprint network = Networks.network("Vgg", Layout.image(256, 112, 112), List.of(
        Networks.layer("aNameOfSixteen16", "Conv2d", "image", wide, policy),
        new LayerInfo(
            "globalAveragePol", "GlobalAvgPool", List.of("aNameOfSixteen16"), Layout.vector(256), null, null),
        Networks.layer("anotherSixteen16", "Dense", "image", flat, policy)));
    CostMeasurement measurement = CostModel.measure(network);
    for (String name : List.of("aNameOfSixteen16", "anotherSixteen16")) {
      measurement.execution(name, new ExecutionForm("row panels of 2", "1.9 times faster than dense at 90.00 % zeros"));
    }

    assertThat(measurement.report().toString().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    assertThat(CostModel.plan(network).toString().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void aPlanShowsNoExactColumn() {
    String plan = CostModel.plan(Networks.lenet300(PrunePolicy.toSparsity(0.9), null)).toString();

    assertThat(plan).startsWith("LeNet300: cost of one sample, planned").doesNotContain("exact");
  }

  @Test
  void jsonHoldsWhatTheTableShows() {
    CostReport report = measured();
    Map<?, ?> json = (Map<?, ?>) JsonReader.read(report.toJson().text());

    assertThat(json.get("network")).isEqualTo("LeNet300");
    assertThat(json.get("stage")).isEqualTo("measured");
    assertThat(number(json, "dense", "macs")).isEqualTo(report.macs().dense());
    assertThat(number(json, "pruned", "macs")).isEqualTo(report.macs().pruned());
    assertThat(number(json, "pruned", "bytes")).isEqualTo(report.bytes());
    assertThat(number(json, "macs", "expected")).isEqualTo(report.macs().expected());
    assertThat(number(json, "inputs", "coincident")).isEqualTo(report.inputs().coincident());
    assertThat(number(json, "artefact", "bytes")).isEqualTo(250_000);
    Map<?, ?> hidden1 = (Map<?, ?>) ((List<?>) json.get("layers")).getFirst();
    assertThat(hidden1.get("name")).isEqualTo("hidden1");
    assertThat(hidden1.get("encoding")).isEqualTo("RUN_LENGTH");
    assertThat(((BigDecimal) hidden1.get("sparsity")).doubleValue()).isEqualTo(report.layer("hidden1").sparsity());
    assertThat(((BigDecimal) hidden1.get("maskedMacs")).longValueExact()).isEqualTo(23_520);
    assertThat(((BigDecimal) hidden1.get("denseBits")).longValueExact()).isEqualTo(32 * 235_200);
    assertThat(number(hidden1, "bitsByEncoding", "BITMAP")).isEqualTo(32 * 23_520 + 235_200);
    assertThat(number(hidden1, "activations", "bits")).isEqualTo(32 * 1_084);
  }

  @Test
  void jsonOfAPlanHasNullForWhatIsNotKnown() {
    LayerInfo pool = new LayerInfo("pool", "MaxPool", List.of("image"), Layout.image(1, 2, 2), null, null);
    CostReport plan = CostModel.plan(Networks.network("Pool", Layout.image(1, 4, 4), List.of(pool)));
    Map<?, ?> json = (Map<?, ?>) JsonReader.read(plan.toJson().text());

    assertThat(((Map<?, ?>) json.get("macs")).get("exact")).isNull();
    assertThat(json.get("artefact")).isNull();
    assertThat(json.get("inputs")).isNull();
    Map<?, ?> layer = (Map<?, ?>) ((List<?>) json.get("layers")).getFirst();
    assertThat(layer.get("encoding")).isNull();
    assertThat(((BigDecimal) layer.get("bits")).longValueExact()).isZero();
  }

  private static long number(Map<?, ?> json, String object, String key) {
    return ((BigDecimal) ((Map<?, ?>) json.get(object)).get(key)).longValueExact();
  }

  /**
   * LeNet-300-100: every tenth weight of the first layer is kept, the second is not pruned yet; every third input is
   * not 0.
   */
  private static CostReport measured() {
    PrunePolicy policy = PrunePolicy.toSparsity(0.9);
    Blueprint network = Networks.lenet300(policy, policy.scope(Scope.GLOBAL).encoding(Encoding.BITMAP));
    BitSet kept = new BitSet();
    for (int i = 0; i < 235_200; i += 10) {
      kept.set(i);
    }
    CostMeasurement measurement = CostModel.measure(network).kept("hidden1", kept);
    measurement.inputs("hidden1", everyThird(784)).inputs("hidden2", everyThird(300)).inputs("logits", everyThird(100));
    return measurement
        .execution("hidden1", new ExecutionForm("row panels", "10.00 % of the weights are kept"))
        .execution("hidden2", new ExecutionForm("dense", "all weights are kept"))
        .bytesOnDisk(250_000)
        .report();
  }

  private static InputActivity everyThird(int features) {
    float[] slab = new float[features * 16];
    for (int i = 0; i < slab.length; i += 3) {
      slab[i] = 1;
    }
    return new InputActivity(Layout.vector(features)).observe(slab, 0, 16, 12);
  }

  private static final String GOLDEN = """
      LeNet300: cost of one sample, measured

                                             dense     pruned  saving
      ---------------------------------------------------------------
      weights                              266,200     54,520    4.9x
      MACs                                 266,200     54,520    4.9x
      MACs on non-zero inputs              266,200   18,173.3   14.6x
      bits of weights and biases         8,531,520  1,881,840    4.5x
      bytes of weights and biases        1,066,440    235,230    4.5x
      bytes of names, shapes, checksums          -     14,770       -
      bytes on disk                              -    250,000       -

      Multiply-adds (MACs)
      layer    kind   weights    kept    zeros  MACs dense  expected   exact
      ----------------------------------------------------------------------
      hidden1  Dense  235,200  23,520  90.00 %     235,200    23,520  23,520
      hidden2  Dense   30,000  30,000   0.00 %      30,000    ~3,000  30,000
      logits   Dense    1,000   1,000   0.00 %       1,000     1,000   1,000
      ----------------------------------------------------------------------
      total           266,200  54,520  79.52 %     266,200   ~27,520  54,520

      MACs of sparse weights on the inputs of 12 samples
      layer    input zeros  MACs dense  expected (1-p)(1-q)     exact  exact of dense
      -------------------------------------------------------------------------------
      hidden1      66.67 %     235,200              7,840.0   7,840.0          3.33 %
      hidden2      66.67 %      30,000             10,000.0  10,000.0         33.33 %
      logits       66.67 %       1,000                333.3     333.3         33.33 %
      -------------------------------------------------------------------------------
      total        66.67 %     266,200             18,173.3  18,173.3          6.83 %

      Storage, in bits
      layer    encoding    weights dense    expected      exact  biases    bytes  activations*
      ----------------------------------------------------------------------------------------
      hidden1  RUN_LENGTH      7,526,400     894,814    846,720   9,600  107,040        34,688
      hidden2  BITMAP            960,000    ~126,000    990,000   3,200  124,150        12,800
      logits   DENSE              32,000      32,000     32,000     320    4,040         3,520
      ----------------------------------------------------------------------------------------
      total                    8,518,400  ~1,052,814  1,868,720  13,120  235,230     <= 34,688

      Weights in every encoding, in bits; [chosen]
      layer        DENSE     BITMAP   RUN_LENGTH         COO         CSR         CSC
      -------------------------------------------------------------------------------
      hidden1  7,526,400    987,840     [846,720]  1,176,000     992,355     976,095
      hidden2    960,000   [990,000]     990,000   1,410,000   1,231,515   1,174,515
      logits     [32,000]    33,000       33,000      42,000      39,110      37,010

      Smallest encoding by sparsity
      layer    encoding, from a sparsity on, by formula
      -----------------------------------------------------
      hidden1  DENSE 0.0 %, BITMAP 3.2 %, RUN_LENGTH 80.2 %
      hidden2  DENSE 0.0 %, BITMAP 3.2 %, RUN_LENGTH 80.2 %

      Execution
      layer    form        because
      ----------------------------------------------------
      hidden1  row panels  10.00 % of the weights are kept
      hidden2  dense       all weights are kept

      expected: by formula, at the sparsity that the policies plan; exact: counted from the masks.
      p, q: actual share of zeros among weights and inputs; exact there: kept weights that met a non-zero input, a sample.
      * transient: inputs and result of a layer, free once it is done; the total is the largest layer's.
      ~ scope GLOBAL or GROUP: the layers reach the sparsity together; a layer's own is the mean of random rankings.
      """;
}
