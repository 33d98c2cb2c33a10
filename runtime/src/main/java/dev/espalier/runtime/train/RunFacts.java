package dev.espalier.runtime.train;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Named facts that decide what a run computes; a resumed run must have the same. As text, one {@code name: value} a
 * line.
 */
public record RunFacts(Map<String, String> facts) {

  /** Training settings and policies. */
  public static RunFacts settings(Blueprint blueprint) {
    TrainSettings train = blueprint.train();
    Map<String, String> facts = new LinkedHashMap<>();
    if (train != null) {
      facts.put("batch", String.valueOf(train.batch()));
      facts.put("epochs", String.valueOf(train.epochs()));
      facts.put("steps between evaluations", String.valueOf(train.evaluateEvery()));
      facts.put("evaluation of prunings", String.valueOf(train.evaluatePrunings()));
      facts.put("loss", train.loss().name());
      facts.put("optimizer kind", train.optimizer().kind().name());
      facts.put("optimizer", train.optimizer().toString());
      facts.put("changes of images", train.augment().toString());
      facts.put("learning rate", train.learningRate().toString());
    }
    for (LayerInfo layer : blueprint.layers()) {
      if (layer.hasWeights()) {
        facts.put("policy of " + layer.name(), layer.pruned() ? layer.policy().toString() : "none");
      }
    }
    return new RunFacts(facts);
  }

  /** Names and sizes of the data sets. */
  public static RunFacts data(Dataset train, Dataset test) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("training set", train.name().replace('\n', ' '));
    facts.put("training set's size", String.valueOf(train.size()));
    facts.put("test set", test.name().replace('\n', ' '));
    facts.put("test set's size", String.valueOf(test.size()));
    return new RunFacts(facts);
  }

  /** A line a fact. */
  public String text() {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /**
   * Throws where a fact differs from the one that was written.
   *
   * @param error makes the error of finding and fix
   */
  void requireSame(String written, BiFunction<String, String, EspalierFileException> error) {
    Map<String, String> before = new LinkedHashMap<>();
    written.lines().forEach(line -> {
      int colon = line.indexOf(": ");
      before.put(line.substring(0, Math.max(0, colon)), line.substring(colon + 2));
    });
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      String was = before.getOrDefault(fact.getKey(), "not there");
      if (!was.equals(fact.getValue())) {
        throw error.apply("the " + fact.getKey() + " was " + was + " when it was written, and is " + fact.getValue()
            + " now; the run could not go on as it was", "give the run what it had, or train anew");
      }
    }
  }
}
