package dev.espalier.runtime.train;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.json.JsonObject;
import dev.espalier.runtime.prune.PruningEvent;
import java.util.List;

/**
 * What happened in a run, the part before a resumption included. Equal by value: a resumed run has the history of an
 * uninterrupted one.
 *
 * @param epochs completed epochs in their order
 * @param prunings one event a pruning and layer, in their order
 */
public record History(List<EpochRecord> epochs, List<PruningEvent> prunings) {

  /** Keeps its own copies. */
  public History {
    epochs = List.copyOf(epochs);
    prunings = List.copyOf(prunings);
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

  /** {@code {"epochs": [...], "prunings": [...]}}; what was not measured is null. */
  public String toJson() {
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
    JsonArray pruningArray = Json.array();
    for (PruningEvent event : prunings) {
      JsonObject object = Json.object().put("step", event.step()).put("layer", event.layer());
      number(object, "askedSparsity", event.askedSparsity());
      number(object, "scopeSparsity", event.scopeSparsity());
      number(object, "reachedSparsity", event.reachedSparsity());
      number(object, "threshold", event.threshold());
      object.put("groupsRemoved", event.groupsRemoved());
      number(object, "accuracyBefore", event.accuracyBefore());
      number(object, "accuracyAfter", event.accuracyAfter());
      pruningArray.add(object);
    }
    return Json.object().put("epochs", epochArray).put("prunings", pruningArray).text();
  }

  private static void number(JsonObject object, String key, double value) {
    if (Double.isFinite(value)) {
      object.put(key, value);
    } else {
      object.putNull(key);
    }
  }
}
