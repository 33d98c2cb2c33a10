package dev.espalier.bench.task;

import java.util.Set;

/** The shape of a transformer block: tokens of a sample, features of a token, heads, samples. */
public record BlockShape(int tokens, int width, int heads, int batch) implements ShapeSpec {

  /** What the first feed-forward layer widens a token by. */
  public static final int WIDER = 4;

  public BlockShape {
    if (width % heads != 0) {
      throw new IllegalArgumentException("heads share the features of a token evenly, and " + heads
          + " does not divide " + width);
    }
  }

  /** Features of a head. */
  public int headWidth() {
    return width / heads;
  }

  /** Features between the feed-forward layers. */
  public int inner() {
    return WIDER * width;
  }

  /** Numbers of a sample. */
  public int numbers() {
    return tokens * width;
  }

  @Override
  public Set<Kind> kinds() {
    return Set.of(Kind.ATTENTION);
  }

  @Override
  public String toString() {
    return tokens + "x" + width + "x" + heads + "x" + batch;
  }
}
