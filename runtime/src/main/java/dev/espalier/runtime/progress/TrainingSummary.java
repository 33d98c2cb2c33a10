package dev.espalier.runtime.progress;

/**
 * A run that has ended.
 *
 * @param epochs epochs that were completed, those before a resumption included
 * @param steps steps that were done, those before a resumption included
 * @param trainLoss of the last epoch
 * @param testAccuracy of the last epoch, 0 to 1; NaN without a test set or classes
 * @param sparsity share of prunable weights that are pruned, 0 to 1
 * @param seconds since the run started or was resumed
 * @param interrupted whether it stopped before its last step
 */
public record TrainingSummary(
    int epochs, long steps, float trainLoss, float testAccuracy, float sparsity, double seconds, boolean interrupted) {}
