package dev.espalier.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.OptimizerKind;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import org.junit.jupiter.api.Test;

class SettingsRulesTest {
  private static final TrainSettings PLAIN = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.01, 0), LearningRateSettings.constant(), 64, 10);

  @Test
  void theDefaultsOfEveryKindAreSound() {
    assertThat(SettingsRules.check(PLAIN)).isEmpty();
    for (OptimizerKind kind : OptimizerKind.values()) {
      OptimizerSettings optimizer = new OptimizerSettings(kind, 0.01, 0, false, 0, 0.9, 0.999, 1e-8);
      assertThat(SettingsRules.check(PLAIN.optimizer(optimizer))).isEmpty();
    }
    for (LearningRateKind kind : LearningRateKind.values()) {
      assertThat(SettingsRules.check(PLAIN.learningRate(new LearningRateSettings(kind, 0, 10, 0.1, 0)))).isEmpty();
    }
  }

  @Test
  void warmUpEndsBeforeTheRunDoes() {
    LearningRateSettings shorter = new LearningRateSettings(LearningRateKind.CONSTANT, 9.5, 10, 0.1, 0);
    assertThat(SettingsRules.check(PLAIN.learningRate(shorter))).isEmpty();
    LearningRateSettings whole = new LearningRateSettings(LearningRateKind.CONSTANT, 10, 10, 0.1, 0);
    assertThat(SettingsRules.check(PLAIN.learningRate(whole)))
        .extracting(Breach::element).containsExactly("learningRate.warmup");
  }

  @Test
  void infiniteRatesAreRefused() {
    OptimizerSettings optimizer = OptimizerSettings.sgd(Double.POSITIVE_INFINITY, Double.NaN);
    assertThat(SettingsRules.check(PLAIN.optimizer(optimizer))).extracting(Breach::element)
        .containsExactly("optimizer.learningRate", "optimizer.momentum");
  }

  @Test
  void oneFeatureIsEnoughForSquaredErrors() {
    assertThat(SettingsRules.output(PLAIN, "value", 2)).isEmpty();
    assertThat(SettingsRules.output(PLAIN, "value", 1)).hasSize(1);
    assertThat(SettingsRules.output(PLAIN.loss(Loss.MEAN_SQUARED_ERROR), "value", 1)).isEmpty();
  }
}
