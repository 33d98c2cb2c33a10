package dev.espalier.runtime.model;

import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.structure.Beginnings;
import dev.espalier.runtime.structure.Positions;

/** What the sums of a convolution begin with, as the file has it: classes of rows, classes of columns, values. */
final class FrozenBeginnings {

  private FrozenBeginnings() {}

  static float[] floats(Beginnings beginnings) {
    float[] floats = new float[beginnings.stored()];
    int next = 0;
    for (int row : beginnings.at().rows()) {
      floats[next++] = row;
    }
    for (int column : beginnings.at().columns()) {
      floats[next++] = column;
    }
    System.arraycopy(beginnings.values(), 0, floats, next, beginnings.values().length);
    return floats;
  }

  /**
   * Those of a layer; null where the file has none.
   *
   * @param weightRows that are left
   */
  static Beginnings read(ContainerReader file, String section, LayerInfo info, int weightRows) {
    if (!file.has(section)) {
      return null;
    }
    WeightGeometry geometry = info.weights();
    float[] floats = file.getFloats(section);
    int height = geometry.outHeight();
    int width = geometry.outWidth();
    if (!info.frozen().compact() || floats.length < height + width) {
      throw FrozenFile.corrupt(file, section, "layer " + info.name()
          + " has a result of " + height + " x " + width + ", but it holds " + floats.length + " numbers", null);
    }
    Positions at =
        new Positions(classes(file, section, floats, 0, height), classes(file, section, floats, height, width));
    int expected = height + width + weightRows * at.kinds();
    if (floats.length != expected) {
      throw FrozenFile.corrupt(file, section, "layer " + info.name() + " has " + weightRows + " rows and "
          + at.kinds() + " kinds of places, which take " + expected + " numbers, but it holds " + floats.length, null);
    }
    float[] values = new float[weightRows * at.kinds()];
    System.arraycopy(floats, height + width, values, 0, values.length);
    return new Beginnings(at, values);
  }

  /** Numbered by first appearance. */
  private static int[] classes(ContainerReader file, String section, float[] floats, int from, int count) {
    int[] classes = new int[count];
    int next = 0;
    for (int i = 0; i < count; i++) {
      int number = (int) floats[from + i];
      if (number != floats[from + i] || number < 0 || number > next) {
        throw FrozenFile.corrupt(file, section,
            "number " + (from + i) + " is " + floats[from + i] + ", and no class of rows or columns", null);
      }
      next = Math.max(next, number + 1);
      classes[i] = number;
    }
    return classes;
  }
}
