package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.json.JsonReader;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.sensitivity.LayerSensitivity;
import dev.espalier.runtime.sensitivity.Sensitivity;
import dev.espalier.runtime.sensitivity.SensitivityPoint;
import dev.espalier.runtime.sensitivity.Suggestion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sensitivity analysis of a network that is trained and half pruned. */
class SensitivityTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 240, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 120, 2);

  @Test
  void everythingIsAfterwardsWhatItWas() {
    TinyNetwork network = Cases.builder("one shot in training", "Adam, decay").build();
    network.fit(TRAIN, TEST, Listener.none());
    List<String> before = Cases.bits(network);
    network.sensitivity(TEST, 0.8, 0.9);
    assertThat(Cases.bits(network)).isEqualTo(before);
  }

  @Test
  void aPointIsTheNetworkWithThatLayerAlonePruned() {
    TinyNetwork network = trained();
    Sensitivity sensitivity = network.sensitivity(TEST, 0.9, 0.5);
    assertThat(sensitivity.accuracy()).isEqualTo(network.evaluate(TEST).accuracy());
    assertThat(sensitivity.layers()).extracting(LayerSensitivity::layer).containsExactly("hidden", "logits");
    List<SensitivityPoint> points = sensitivity.layer("logits").points();
    assertThat(points).extracting(SensitivityPoint::asked).containsExactly(0.0, 0.5, 0.9);
    assertThat(points).extracting(point -> point.costs().weights()).containsExactly(24L, 12L, 2L);
    assertThat(sensitivity.others().weights()).isZero();

    TinyNetwork alone = TinyNetwork.builder().seed(3).keep("hidden").policy("logits", p -> p.sparsity(0.5)).build();
    System.arraycopy(network.layer("hidden").weight().values(), 0, alone.layer("hidden").weight().values(), 0, 48);
    System.arraycopy(network.layer("hidden").bias().values(), 0, alone.layer("hidden").bias().values(), 0, 8);
    System.arraycopy(network.layer("logits").weight().values(), 0, alone.layer("logits").weight().values(), 0, 24);
    System.arraycopy(network.layer("logits").bias().values(), 0, alone.layer("logits").bias().values(), 0, 3);
    alone.prune();
    assertThat(points.get(1).loss()).isEqualTo(alone.evaluate(TEST).loss());
    assertThat(points.get(1).accuracy()).isEqualTo(alone.evaluate(TEST).accuracy());
    assertThat(points.get(2).loss()).isGreaterThan(points.get(0).loss());
  }

  @Test
  void criteriaLookAtTheTrainingSetAndPutEverythingBack() {
    for (Criterion criterion : List.of(Criterion.TAYLOR, Criterion.OBS, Criterion.WANDA)) {
      TinyNetwork network = TinyNetwork.builder().seed(3).policies(p -> p.criterion(criterion)).build();
      List<String> before = Cases.bits(network);
      Sensitivity sensitivity = network.sensitivity(TRAIN, TEST, 0.5);
      assertThat(sensitivity.records()).isEqualTo(120);
      assertThat(Cases.bits(network)).isEqualTo(before);
      TinyNetwork alone =
          TinyNetwork.builder().seed(3).keep("logits").policies(p -> p.criterion(criterion).sparsity(0.5)).build();
      alone.prune(TRAIN);
      assertThat(sensitivity.layer("hidden").points().get(1).loss()).isEqualTo(alone.evaluate(TEST).loss());
    }
  }

  @Test
  void layersArePrunedByTheGranularityOfTheirPolicy() {
    TinyNetwork network = TinyNetwork.builder().seed(3)
        .policy("hidden", p -> p.granularity(Granularity.NEURON)).keep("logits").build();
    Sensitivity sensitivity = network.sensitivity(TEST, 0.5);
    assertThat(sensitivity.layers()).hasSize(1);
    assertThat(sensitivity.layer("hidden").points().get(1).costs().weights()).isEqualTo(24);
    assertThat(sensitivity.others().weights()).isEqualTo(24);
    assertThat(network.layer("hidden").bias().kept()).isNull();
  }

  @Test
  void aSuggestionIsAPolicyForTheBuilder() {
    Suggestion suggestion = trained().sensitivity(TEST).withinWeights(30);
    assertThat(suggestion.reached()).isLessThanOrEqualTo(30);
    TinyNetwork network = suggestion.applyTo(TinyNetwork.builder().seed(9)).build();
    network.fit(TRAIN, TEST, Listener.none());
    assertThat(network.cost().weights().pruned()).isEqualTo(suggestion.reached());
  }

  @Test
  void itIsATableAndJson() {
    Sensitivity sensitivity = trained().sensitivity(TEST, 0.5);
    assertThat(sensitivity.toString().lines()).hasSize(8).element(2).asString()
        .isEqualTo("layer   sparsity  accuracy    loss  weights  MACs  bytes");
    Map<?, ?> json = (Map<?, ?>) JsonReader.read(sensitivity.json().text());
    assertThat(json.keySet().stream().map(String::valueOf))
        .containsExactly("network", "records", "loss", "accuracy", "layers", "others");
    assertThat((List<?>) json.get("layers")).hasSize(2);
    Map<?, ?> suggestion = (Map<?, ?>) JsonReader.read(sensitivity.withinMacs(48).json().text());
    assertThat(String.valueOf(suggestion.get("unit"))).isEqualTo("MACs");
  }

  @Test
  void whatCannotBeAnalysedIsRefused() {
    TinyNetwork network = trained();
    assertThatThrownBy(() -> network.sensitivity(TEST, 1.0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0, 1)");
    assertThatThrownBy(() -> network.sensitivity(TEST, 0.5).layer("dropped"))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("hidden, logits");
    TinyNetwork dense = TinyNetwork.builder().keep("hidden").keep("logits").build();
    assertThatThrownBy(() -> dense.sensitivity(TEST)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no layer with a policy");
  }

  private static TinyNetwork trained() {
    TinyNetwork network = TinyNetwork.builder().seed(3).keep("hidden").keep("logits").train(t -> t.epochs(8)).build();
    network.fit(TRAIN, TEST, Listener.none());
    TinyNetwork pruned = TinyNetwork.builder().seed(3).build();
    for (int i : new int[] {0, 2}) {
      var from = network.layers().get(i);
      var to = pruned.layers().get(i);
      System.arraycopy(from.weight().values(), 0, to.weight().values(), 0, to.weight().size());
      System.arraycopy(from.bias().values(), 0, to.bias().values(), 0, to.bias().size());
    }
    return pruned;
  }
}
