package dev.espalier.runtime.progress;

/**
 * An epoch that has ended.
 *
 * @param epoch counted from 1
 * @param epochs epochs of the run
 * @param trainLoss mean over the epoch's samples
 * @param trainAccuracy on the epoch's samples as they came, 0 to 1; NaN without classes
 * @param testLoss mean over the test set; NaN without a test set
 * @param testAccuracy on the test set, 0 to 1; NaN without a test set or classes
 * @param sparsity share of prunable weights that are pruned, 0 to 1
 * @param learningRate of the epoch's last step
 * @param seconds that the epoch took, its evaluation included
 */
public record EpochSummary(
    int epoch,
    int epochs,
    float trainLoss,
    float trainAccuracy,
    float testLoss,
    float testAccuracy,
    float sparsity,
    float learningRate,
    double seconds) {}
