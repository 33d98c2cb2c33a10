package dev.espalier.runtime.progress;

/**
 * What is about to be trained.
 *
 * @param network its name
 * @param data the training set's name
 * @param records records of the training set
 * @param epochs epochs of the run
 * @param steps steps in an epoch
 * @param batch samples in a step; the last step of an epoch may have fewer
 * @param weights parameters of the dense network
 * @param stepsBefore steps done before the run was resumed; 0 for a new run
 */
public record TrainingStart(
    String network, String data, int records, int epochs, int steps, int batch, long weights, long stepsBefore) {}
