package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.OptimizerKind;
import dev.espalier.runtime.mask.ElementGrouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateRuleTest {

  private static final int SIZE = 37;
  private static final int STEPS = 20;
  private static final double RATE = 0.05;

  /** A rule in double, one value at a time. */
  private interface Reference {
    double step(int index, int step, double w, double gradient);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sgd(boolean pruned) {
    double decay = 0.01;
    requireAgreement(new OptimizerSettings(OptimizerKind.SGD, RATE, 0, false, decay, 0.9, 0.999, 1e-8), pruned,
        (index, step, w, g) -> w - RATE * (g + decay * w));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sgdWithMomentum(boolean pruned) {
    double[] u = new double[SIZE];
    requireAgreement(new OptimizerSettings(OptimizerKind.SGD, RATE, 0.9, false, 0.01, 0.9, 0.999, 1e-8), pruned,
        (index, step, w, g) -> {
          u[index] = 0.9 * u[index] + (g + 0.01 * w);
          return w - RATE * u[index];
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sgdWithNesterov(boolean pruned) {
    double[] u = new double[SIZE];
    requireAgreement(new OptimizerSettings(OptimizerKind.SGD, RATE, 0.9, true, 0.01, 0.9, 0.999, 1e-8), pruned,
        (index, step, w, g) -> {
          double full = g + 0.01 * w;
          u[index] = 0.9 * u[index] + full;
          return w - RATE * (full + 0.9 * u[index]);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void adamAddsDecayToTheGradient(boolean pruned) {
    double[] m = new double[SIZE];
    double[] v = new double[SIZE];
    requireAgreement(new OptimizerSettings(OptimizerKind.ADAM, RATE, 0, false, 0.01, 0.8, 0.99, 1e-6), pruned,
        (index, step, w, g) -> w - RATE * adam(m, v, index, step, g + 0.01 * w));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void adamWDecaysTheWeight(boolean pruned) {
    double[] m = new double[SIZE];
    double[] v = new double[SIZE];
    requireAgreement(new OptimizerSettings(OptimizerKind.ADAMW, RATE, 0, false, 0.01, 0.8, 0.99, 1e-6), pruned,
        (index, step, w, g) -> w - RATE * 0.01 * w - RATE * adam(m, v, index, step, g));
  }

  /** The first step of Adam is the learning rate against the gradient's sign, whatever the gradient's size. */
  @Test
  void adamsFirstStepIsTheLearningRate() {
    Parameter parameter = new Parameter("p", 1, 2);
    parameter.gradient()[0] = 1000;
    parameter.gradient()[1] = -0.001f;
    UpdateRule rule = UpdateRule.of(OptimizerSettings.adam(RATE));
    parameter.resetState(rule.slots());
    rule.begin(1, RATE);
    rule.update(parameter, true);
    assertThat(parameter.values()[0]).isCloseTo((float) -RATE, within(1e-6f));
    assertThat(parameter.values()[1]).isCloseTo((float) RATE, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SGD", "ADAM", "ADAMW"})
  void biasesAreNotDecayed(String kind) {
    Parameter bias = new Parameter("b", 3, 1);
    bias.values()[0] = 5;
    UpdateRule rule =
        UpdateRule.of(new OptimizerSettings(OptimizerKind.valueOf(kind), RATE, 0, false, 0.5, 0.9, 0.999, 1e-8));
    bias.resetState(rule.slots());
    rule.begin(1, RATE);
    rule.update(bias, false);
    assertThat(bias.values()).containsExactly(5, 0, 0);
    rule.begin(1, RATE);
    rule.update(bias, true);
    assertThat(bias.values()[0]).isLessThan(5);
  }

  private static double adam(double[] m, double[] v, int index, int step, double g) {
    m[index] = 0.8 * m[index] + 0.2 * g;
    v[index] = 0.99 * v[index] + 0.01 * g * g;
    double first = m[index] / (1 - Math.pow(0.8, step));
    double second = v[index] / (1 - Math.pow(0.99, step));
    return first / (Math.sqrt(second) + 1e-6);
  }

  private static void requireAgreement(OptimizerSettings settings, boolean pruned, Reference reference) {
    Randomness random = Randomness.stream(11, "update rules", 0);
    Parameter parameter = new Parameter("p", 1, SIZE);
    double[] expected = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      parameter.values()[i] = (float) random.nextGaussian();
    }
    UpdateRule rule = UpdateRule.of(settings);
    parameter.resetState(rule.slots());
    if (pruned) {
      BitSet kept = new BitSet();
      for (int i = 0; i < SIZE; i += 3) {
        kept.set(i);
      }
      parameter.prune(Mask.of(new ElementGrouping(SIZE), kept));
    }
    for (int i = 0; i < SIZE; i++) {
      expected[i] = parameter.values()[i];
    }
    for (int step = 1; step <= STEPS; step++) {
      rule.begin(step, RATE);
      for (int i = 0; i < SIZE; i++) {
        parameter.gradient()[i] = (float) random.nextGaussian();
        if (!pruned || i % 3 == 0) {
          expected[i] = reference.step(i, step, expected[i], parameter.gradient()[i]);
        }
      }
      rule.update(parameter, true);
    }
    for (int i = 0; i < SIZE; i++) {
      assertThat((double) parameter.values()[i]).as("value %d", i).isCloseTo(expected[i], within(2e-5));
      if (pruned && i % 3 != 0) {
        assertThat(Float.floatToRawIntBits(parameter.values()[i])).isZero();
      }
    }
  }
}
