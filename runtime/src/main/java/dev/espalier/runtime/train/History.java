package dev.espalier.runtime.train;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.prune.PruningEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What happened in a run, the part before a resumption included. Equal by value: a resumed run has the history of an
 * uninterrupted one.
 *
 * @param epochs completed epochs in their order
 * @param prunings one event a pruning and layer, in their order
 * @param evaluations those within epochs, in their order
 * @param roundEnds steps completed at each pruning that ended a round
 */
public record History(List<EpochRecord> epochs, List<PruningEvent> prunings, List<EvaluationRecord> evaluations,
    List<Long> roundEnds) {

  /** Keeps its own copies. */
  public History {
    epochs = List.copyOf(epochs);
    prunings = List.copyOf(prunings);
    evaluations = List.copyOf(evaluations);
    roundEnds = List.copyOf(roundEnds);
  }

  /** The last epoch; its accuracy is that before a pruning after it. */
  public EpochRecord lastEpoch() {
    return epochs.getLast();
  }

  /** Accuracy on the test set at the end of the run: after the last pruning, if that came after the last epoch. */
  public double finalAccuracy() {
    boolean prunedLast = !prunings.isEmpty() && prunings.getLast().step() >= lastEpoch().step();
    return prunedLast ? prunings.getLast().accuracyAfter() : lastEpoch().testAccuracy();
  }

  /** The rounds that at least one epoch was completed in; of a run without rounds, the whole run as one. */
  public List<RoundRecord> rounds() {
    List<RoundRecord> rounds = new ArrayList<>();
    long from = 0;
    for (int round = 0; round <= roundEnds.size() && !epochs.isEmpty(); round++) {
      long to = round < roundEnds.size() ? roundEnds.get(round) : lastEpoch().step();
      if (to > from) {
        rounds.add(round(round, from, to));
      }
      from = to;
    }
    return rounds;
  }

  private RoundRecord round(int round, long from, long to) {
    EvaluationRecord lowest = null;
    EvaluationRecord last = null;
    double sparsity = 0;
    List<EvaluationRecord> all = new ArrayList<>(evaluations);
    for (EpochRecord epoch : epochs) {
      all.add(new EvaluationRecord(epoch.step(), epoch.testLoss(), epoch.testAccuracy()));
      sparsity = epoch.step() > from && epoch.step() <= to ? epoch.sparsity() : sparsity;
    }
    all.sort(Comparator.comparingLong(EvaluationRecord::step));
    for (EvaluationRecord evaluation : all) {
      if (evaluation.step() > from && evaluation.step() <= to) {
        lowest = lowest == null || evaluation.testLoss() < lowest.testLoss() ? evaluation : lowest;
        last = evaluation;
      }
    }
    return new RoundRecord(round, from, to, sparsity, lowest.step() - from, lowest.testLoss(), lowest.testAccuracy(),
        last.testAccuracy());
  }

  /** {@link #json} as text. */
  public String toJson() {
    return json().text();
  }

  /** {@code {"epochs": [...], "evaluations": [...], "rounds": [...], "prunings": [...]}}; null was not measured. */
  public JsonObject json() {
    JsonArray epochArray = Json.array();
    for (EpochRecord epoch : epochs) {
      JsonObject object = Json.object().put("epoch", epoch.epoch()).put("step", epoch.step());
      number(object, "trainLoss", epoch.trainLoss());
      number(object, "trainAccuracy", epoch.trainAccuracy());
      number(object, "testLoss", epoch.testLoss());
      number(object, "testAccuracy", epoch.testAccuracy());
      number(object, "sparsity", epoch.sparsity());
      number(object, "learningRate", epoch.learningRate());
      epochArray.add(object);
    }
    JsonArray evaluationArray = Json.array();
    for (EvaluationRecord evaluation : evaluations) {
      JsonObject object = Json.object().put("step", evaluation.step());
      number(object, "testLoss", evaluation.testLoss());
      number(object, "testAccuracy", evaluation.testAccuracy());
      evaluationArray.add(object);
    }
    JsonArray roundArray = Json.array();
    rounds().forEach(round -> roundArray.add(round.json()));
    JsonArray pruningArray = Json.array();
    for (PruningEvent event : prunings) {
      JsonObject object = Json.object().put("step", event.step()).put("layer", event.layer());
      number(object, "askedSparsity", event.askedSparsity());
      number(object, "scopeSparsity", event.scopeSparsity());
      number(object, "reachedSparsity", event.reachedSparsity());
      number(object, "threshold", event.threshold());
      object.put("groupsRemoved", event.groupsRemoved()).put("groupsRegrown", event.groupsRegrown());
      number(object, "accuracyBefore", event.accuracyBefore());
      number(object, "accuracyAfter", event.accuracyAfter());
      object.put("scoresEqual", event.scoresEqual());
      pruningArray.add(object);
    }
    return Json.object().put("epochs", epochArray).put("evaluations", evaluationArray).put("rounds", roundArray)
        .put("prunings", pruningArray);
  }

  /** Puts a number, or null for one that JSON has not. */
  static void number(JsonObject object, String key, double value) {
    if (Double.isFinite(value)) {
      object.put(key, value);
    } else {
      object.putNull(key);
    }
  }
}
