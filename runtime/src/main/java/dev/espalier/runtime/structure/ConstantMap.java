package dev.espalier.runtime.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A channel that holds the same numbers whatever the network is shown.
 *
 * @param at the places that are alike
 * @param values one for each kind of places
 * @param learned whether training decides them, so that it cannot be foreseen that they are zeros; what leaves a
 * network
 *     must not depend on it, or a plan could not tell
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on and never compared.
record ConstantMap(Positions at, float[] values, boolean learned) {

  /** The same number everywhere. */
  static ConstantMap uniform(int height, int width, float value, boolean learned) {
    return new ConstantMap(Positions.uniform(height, width), new float[] {value}, learned);
  }

  /** The sum of several over the same plane. */
  static ConstantMap sum(List<ConstantMap> maps) {
    Positions at = Positions.join(maps.stream().map(ConstantMap::at).toList());
    float[] sums = new float[at.kinds()];
    for (ConstantMap map : maps) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += map.value(at.rowOf(k), at.columnOf(k));
      }
    }
    return new ConstantMap(at, sums, maps.stream().anyMatch(ConstantMap::learned));
  }

  /** Each place of it, row by row, as a vector of such. */
  List<ConstantMap> places() {
    List<ConstantMap> places = new ArrayList<>();
    for (int y = 0; y < at.rows().length; y++) {
      for (int x = 0; x < at.columns().length; x++) {
        places.add(uniform(1, 1, value(y, x), learned));
      }
    }
    return places;
  }

  /** Over a plane of other extents what it is over its own; null where that cannot be told. */
  ConstantMap over(int height, int width) {
    if (height == at.rows().length && width == at.columns().length) {
      return this;
    }
    return at.isUniform() ? uniform(height, width, values[0], learned) : null;
  }

  ConstantMap map(DoubleUnaryOperator function) {
    float[] mapped = new float[values.length];
    for (int k = 0; k < mapped.length; k++) {
      mapped[k] = (float) function.applyAsDouble(values[k]);
    }
    return new ConstantMap(at, mapped, learned);
  }

  /** The same numbers, of which training decides. */
  ConstantMap asLearned() {
    return new ConstantMap(at, values, true);
  }

  float value(int y, int x) {
    return values[at.kind(y, x)];
  }

  /** Whether it is zeros whatever training does. */
  boolean isZero() {
    if (learned) {
      return false;
    }
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
