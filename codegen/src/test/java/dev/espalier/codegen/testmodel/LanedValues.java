package dev.espalier.codegen.testmodel;

import static dev.espalier.codegen.testmodel.ModelInterpreter.LANES;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.runtime.memory.Layout;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Values as {@code [feature][lane]}: in and out of a slab, and at random. */
final class LanedValues {

  private LanedValues() {}

  /** Writes a value from {@code [feature][lane]}. */
  static void write(double[] slab, Placement placement, double[][] features) {
    each(placement, (feature, at) -> System.arraycopy(features[feature], 0, slab, at, LANES));
  }

  /** A value as {@code [feature][lane]}. */
  static double[][] read(double[] slab, Placement placement) {
    double[][] features = new double[placement.layout().features()][];
    each(placement, (feature, at) -> features[feature] = Arrays.copyOfRange(slab, at, at + LANES));
    return features;
  }

  private interface Visitor {
    void visit(int feature, int at);
  }

  private static void each(Placement placement, Visitor visitor) {
    Layout layout = placement.layout();
    int feature = 0;
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          visitor.visit(feature++, (placement.line() + layout.line(c, y, x)) * LANES);
        }
      }
    }
  }

  /** Ids below what every embedding of the tests has rows for; sentences of all lengths from none on. */
  static double[][] ids(SplittableRandom random, InputSpec input) {
    double[][] ids = new double[input.tokens()][LANES];
    for (int lane = 0; lane < LANES; lane++) {
      int length = lane == 0 ? 0 : lane == 1 ? input.tokens() : random.nextInt(1, input.tokens() + 1);
      for (int t = 0; t < input.tokens(); t++) {
        ids[t][lane] = t < length ? random.nextInt(ModelInterpreter.IDS) : -1;
      }
    }
    return ids;
  }

  /** Random features. */
  static double[][] random(SplittableRandom random, int features) {
    double[][] values = new double[features][];
    Arrays.setAll(values, _ -> random.doubles(LANES, -1, 1).toArray());
    return values;
  }
}
