package dev.espalier.runtime.data;

import java.util.List;

/**
 * Texts with their classes.
 *
 * @param sets what is learned from and what it is judged by, both encoded
 * @param vocabulary the words of the training texts
 */
public record LabelledTexts(TrainTest sets, Vocabulary vocabulary) {

  /** The training set. */
  public Dataset train() {
    return sets.train();
  }

  /** The test set. */
  public Dataset test() {
    return sets.test();
  }

  /** A record's words. */
  public List<String> words(Dataset data, int record) {
    return vocabulary.decode(data.copy(record, 0));
  }
}
