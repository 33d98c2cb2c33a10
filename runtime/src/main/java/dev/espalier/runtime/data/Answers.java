package dev.espalier.runtime.data;

import java.util.List;
import java.util.Objects;

/** What a network should say of each stored row: a class label, or target values. */
final class Answers {

  private final int[] labels;
  private final List<String> classNames;
  private final float[] targets;
  private final int width;

  private Answers(int[] labels, List<String> classNames, float[] targets, int width) {
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    this.targets = targets;
    this.width = width;
  }

  static Answers labels(int[] labels, List<String> classNames) {
    return new Answers(Objects.requireNonNull(labels), classNames, null, classNames.size());
  }

  static Answers targets(float[] targets, int width) {
    return new Answers(null, List.of(), Objects.requireNonNull(targets), width);
  }

  /** The label of each row; null where rows have targets. */
  int[] labels() {
    return labels;
  }

  List<String> classNames() {
    return classNames;
  }

  int width() {
    return width;
  }

  int count() {
    return labels != null ? labels.length : targets.length / width;
  }

  /** Writes a row's targets to {@code into[at + i * stride]}; of a label the 1 alone, the zeros being there. */
  void write(int row, float[] into, int at, int stride, int values) {
    if (labels != null) {
      into[at + labels[row] * stride] = 1;
      return;
    }
    for (int i = 0; i < values; i++) {
      into[at + i * stride] = targets[row * width + i];
    }
  }

  /** The chosen rows, in their order. */
  Answers rows(int[] chosen) {
    if (labels != null) {
      int[] kept = new int[chosen.length];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = labels[chosen[i]];
      }
      return labels(kept, classNames);
    }
    float[] kept = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(targets, chosen[i] * width, kept, i * width, width);
    }
    return targets(kept, width);
  }
}
