package dev.espalier.runtime.sweep;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.train.Evaluation;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.RoundRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A finished cell of a sweep: one policy with one seed. Equal by value; holds nothing that depends on when or how fast
 * it ran.
 *
 * @param policy the policy's name in the sweep
 * @param seed the network's
 * @param fingerprint 64 hexadecimal digits over network, policies, settings, data sets and seed
 * @param loss on the test set, of the network at the end
 * @param accuracy on the test set, 0 to 1; NaN without labels
 * @param sparsity pruned weights as a share of all weights
 * @param weights kept ones, biases left out
 * @param macs multiply-adds of one sample
 * @param bytes of encoded weights and of biases
 * @param layers the sparsity of each layer with weights, by name in the network's order
 * @param rounds of training
 */
public record SweepResult(String policy, long seed, String fingerprint, double loss, double accuracy, double sparsity,
    long weights, long macs, long bytes, Map<String, Double> layers, List<RoundRecord> rounds) {

  /** Keeps its own copies. */
  public SweepResult {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    rounds = List.copyOf(rounds);
  }

  static SweepResult of(String policy, String fingerprint, PrunableNetwork network, Evaluation test, History history) {
    Map<String, Double> layers = new LinkedHashMap<>();
    for (LayerParameters layer : network.layers()) {
      if (layer.weight() != null) {
        layers.put(layer.info().name(), layer.weight().sparsity());
      }
    }
    CostReport cost = network.cost();
    return new SweepResult(policy, network.seed(), fingerprint, test.loss(), test.accuracy(), network.sparsity(),
        cost.weights().pruned(), cost.macs().pruned(), cost.bytes(), layers, history.rounds());
  }

  /** The result, element by element; what was not measured is null. */
  public JsonObject json() {
    JsonObject object = Json.object().put("policy", policy).put("seed", seed).put("fingerprint", fingerprint);
    number(object, "loss", loss);
    number(object, "accuracy", accuracy);
    object.put("sparsity", sparsity).put("weights", weights).put("macs", macs).put("bytes", bytes);
    JsonObject layerObject = Json.object();
    layers.forEach(layerObject::put);
    JsonArray roundArray = Json.array();
    rounds.forEach(round -> roundArray.add(round.json()));
    return object.put("layers", layerObject).put("rounds", roundArray);
  }

  /** Reads what {@link #json} wrote; throws whatever it meets where it did not. */
  static SweepResult of(Object json) {
    Map<?, ?> object = (Map<?, ?>) json;
    Map<String, Double> layers = new LinkedHashMap<>();
    ((Map<?, ?>) object.get("layers")).forEach((name, sparsity) ->
        layers.put((String) name, ((Number) sparsity).doubleValue()));
    List<RoundRecord> rounds = new ArrayList<>();
    for (Object element : (List<?>) object.get("rounds")) {
      Map<?, ?> round = (Map<?, ?>) element;
      rounds.add(new RoundRecord((int) whole(round, "round"), whole(round, "from"), whole(round, "to"),
          real(round, "sparsity"), whole(round, "earlyStop"), real(round, "lowestLoss"), real(round, "accuracy"),
          real(round, "finalAccuracy")));
    }
    return new SweepResult((String) object.get("policy"), whole(object, "seed"), (String) object.get("fingerprint"),
        real(object, "loss"), real(object, "accuracy"), real(object, "sparsity"), whole(object, "weights"),
        whole(object, "macs"), whole(object, "bytes"), layers, rounds);
  }

  private static long whole(Map<?, ?> object, String key) {
    return ((BigDecimal) object.get(key)).longValueExact();
  }

  private static double real(Map<?, ?> object, String key) {
    if (!object.containsKey(key)) {
      throw new IllegalArgumentException("no member '" + key + "'");
    }
    Object value = object.get(key);
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  private static void number(JsonObject object, String key, double value) {
    if (Double.isFinite(value)) {
      object.put(key, value);
    } else {
      object.putNull(key);
    }
  }
}
