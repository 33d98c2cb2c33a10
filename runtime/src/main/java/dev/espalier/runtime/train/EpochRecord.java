package dev.espalier.runtime.train;

/**
 * An epoch as the history keeps it. Equal by value; NaN equals NaN.
 *
 * @param epoch counted from 1
 * @param step steps of the run completed with it
 * @param trainLoss mean over the epoch's samples, each as its step saw it
 * @param trainAccuracy on the same, 0 to 1; NaN without labels
 * @param testLoss mean over the test set after the epoch
 * @param testAccuracy on the test set after the epoch, before a pruning there, 0 to 1; NaN without labels
 * @param sparsity pruned weights as a share of all weights of the network, before a pruning there
 * @param learningRate of the epoch's last step
 */
public record EpochRecord(
    int epoch,
    long step,
    double trainLoss,
    double trainAccuracy,
    double testLoss,
    double testAccuracy,
    double sparsity,
    double learningRate) {}
