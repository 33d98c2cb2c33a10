package dev.espalier.runtime.train;

/**
 * An evaluation within an epoch, as {@code evaluateEvery} asks for. Equal by value; NaN equals NaN.
 *
 * @param step steps of the run completed before it
 * @param testLoss mean over the test set, before a pruning there
 * @param testAccuracy on the same, 0 to 1; NaN without labels
 */
public record EvaluationRecord(long step, double testLoss, double testAccuracy) {}
