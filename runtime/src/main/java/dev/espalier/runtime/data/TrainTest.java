package dev.espalier.runtime.data;

/**
 * What a network learns from and what it is judged by.
 *
 * @param train the training set
 * @param test the test set: same inputs, same classes or target width
 */
public record TrainTest(Dataset train, Dataset test) {

  /**
   * Checks that both sets describe the same task.
   *
   * @throws DataException when inputs, classes or targets differ
   */
  public TrainTest {
    if (!train.inputs().equals(test.inputs())) {
      throw new DataException(test.name(),
          "training and test set must have the same inputs, and the training set has " + train.inputsText()
              + " where the test set has " + test.inputsText(), "load both from the same source");
    }
    if (!train.classNames().equals(test.classNames()) || train.targetWidth() != test.targetWidth()) {
      throw new DataException(test.name(),
          "training and test set must have the same classes or targets, and the training set has "
              + train.outputsText() + " where the test set has " + test.outputsText(),
          "load both with the same classes");
    }
  }
}
