package dev.espalier.runtime.data;

import dev.espalier.runtime.random.Randomness;

/**
 * A data set that needs no file: the digits 0 to 9 as handwriting, drawn stroke by stroke on 28 x 28 pixels.
 *
 * <p>Each record chooses one of several ways to write its digit, turns, shears, scales, moves and bends it, and adds
 * stray strokes, rubbed-out lines and noise. A record follows from (seed, set, index) alone: a smaller set is the
 * beginning of a larger one, and it is the same on every platform. It is hard enough to tell networks apart: see the
 * test for what a linear model reaches.
 */
public final class DrawnDigits {

  /** The data set's name. */
  public static final String NAME = "drawn-digits";

  private static final long TRAIN = Randomness.purpose("drawn digits, train");
  private static final long TEST = Randomness.purpose("drawn digits, test");

  private DrawnDigits() {}

  /**
   * Draws a training and a test set: input "image" of shape {1, 28, 28} in 0..1, 10 classes.
   *
   * @param train records to train on, at least 1
   * @param test records to test on, at least 1
   * @param seed equal seeds give equal sets
   */
  public static TrainTest generate(int train, int test, long seed) {
    return new TrainTest(draw(train, seed, TRAIN), draw(test, seed, TEST));
  }

  private static Dataset draw(int size, long seed, long purpose) {
    if (size < 1 || size > Integer.MAX_VALUE / DigitPainter.PIXELS) {
      throw new DataException(NAME, "a set has 1 to " + Integer.MAX_VALUE / DigitPainter.PIXELS + " records, and "
          + size + " were asked for", "give a number in that range");
    }
    byte[] bytes = new byte[size * DigitPainter.PIXELS];
    int[] labels = new int[size];
    DigitPainter painter = new DigitPainter();
    Randomness random = Randomness.stream(seed, purpose, 0);
    for (int record = 0; record < size; record++) {
      random.reseed(seed, purpose, record);
      labels[record] = random.nextInt(DigitStrokes.DIGITS);
      painter.paint(labels[record], random, bytes, record * DigitPainter.PIXELS);
    }
    return Dataset.builder(NAME)
        .stored(InputShape.of(IdxFiles.INPUT, 1, DigitPainter.SIDE, DigitPainter.SIDE),
            new PixelStorage(bytes, 1 / 255f, 0))
        .answers(Answers.labels(labels, DatasetBuilder.numbered(DigitStrokes.DIGITS)))
        .build();
  }
}
