package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.LearningRateKind;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import org.junit.jupiter.api.Test;

class LearningRateCurveTest {

  private static final int STEPS_PER_EPOCH = 10;

  @Test
  void constantIsTheBaseThroughout() {
    LearningRateCurve curve = curve(LearningRateSettings.constant(), 100);
    assertThat(curve.at(0)).isEqualTo(0.4);
    assertThat(curve.at(99)).isEqualTo(0.4);
  }

  @Test
  void stepDropsAfterEveryPeriod() {
    LearningRateCurve curve = curve(new LearningRateSettings(LearningRateKind.STEP, 0, 2.5, 0.1, 0), 100);
    assertThat(curve.at(24)).isEqualTo(0.4);
    assertThat(curve.at(25)).isCloseTo(0.04, within(1e-15));
    assertThat(curve.at(49)).isCloseTo(0.04, within(1e-15));
    assertThat(curve.at(50)).isCloseTo(0.004, within(1e-15));
  }

  @Test
  void cosineFallsToItsFloorAtTheLastStep() {
    LearningRateCurve curve = curve(new LearningRateSettings(LearningRateKind.COSINE, 0, 10, 0.1, 0.1), 101);
    assertThat(curve.at(0)).isEqualTo(0.4);
    assertThat(curve.at(50)).isCloseTo(0.22, within(1e-12));
    assertThat(curve.at(100)).isCloseTo(0.04, within(1e-12));
  }

  @Test
  void warmUpRisesLinearlyAndTheCurveBeginsAfterIt() {
    LearningRateCurve curve = curve(new LearningRateSettings(LearningRateKind.COSINE, 2, 10, 0.1, 0), 121);
    assertThat(curve.at(0)).isCloseTo(0.02, within(1e-12));
    assertThat(curve.at(9)).isCloseTo(0.2, within(1e-12));
    assertThat(curve.at(19)).isCloseTo(0.4, within(1e-12));
    assertThat(curve.at(20)).isEqualTo(0.4);
    assertThat(curve.at(70)).isCloseTo(0.2, within(1e-12));
    assertThat(curve.at(120)).isCloseTo(0, within(1e-12));
  }

  @Test
  void aRunOfOneStepTakesTheBase() {
    assertThat(curve(LearningRateSettings.cosine(), 1).at(0)).isEqualTo(0.4);
  }

  private static LearningRateCurve curve(LearningRateSettings settings, long steps) {
    return new LearningRateCurve(settings, 0.4, STEPS_PER_EPOCH, steps);
  }
}
