package dev.espalier.runtime.train;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonObject;

/**
 * A round of training: from one pruning of an ITERATIVE or LOTTERY schedule to the next; without one, the whole run.
 *
 * @param round 0 before the first pruning, then the number of prunings before it
 * @param from steps of the run completed before it
 * @param to steps of the run completed with it
 * @param sparsity pruned weights as a share of all weights of the network, while it lasted
 * @param earlyStop steps of the round until the evaluation with the lowest loss, the first at equal losses: the
 *     iteration at which training would have been stopped early (Frankle, Carbin 2019, section 1). As fine as the
 *     evaluations are, {@code evaluateEvery} or an epoch
 * @param lowestLoss the loss there
 * @param accuracy the accuracy there, 0 to 1; NaN without labels
 * @param finalAccuracy at the round's end, before its pruning
 */
public record RoundRecord(int round, long from, long to, double sparsity, long earlyStop, double lowestLoss,
    double accuracy, double finalAccuracy) {

  /** The record, element by element. */
  public JsonObject json() {
    JsonObject object = Json.object().put("round", round).put("from", from).put("to", to).put("sparsity", sparsity)
        .put("earlyStop", earlyStop);
    History.number(object, "lowestLoss", lowestLoss);
    History.number(object, "accuracy", accuracy);
    History.number(object, "finalAccuracy", finalAccuracy);
    return object;
  }
}
