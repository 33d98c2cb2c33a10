package dev.espalier.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Loss;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an annotation fixes, a run may override: every element has a method that changes it and no other. */
class OverridesTest {

  static List<Record> settings() {
    TrainSettings train = new TrainSettings(
        Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.1, 0.9), LearningRateSettings.constant(), 8, 2);
    return List.of(SchedulePlan.of(ScheduleKind.GRADUAL), train, train.optimizer(), train.learningRate());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyElementCanBeChangedAlone(Record before) throws ReflectiveOperationException {
    for (RecordComponent changed : before.getClass().getRecordComponents()) {
      Method method = before.getClass().getMethod(changed.getName(), changed.getType());
      Object value = other(changed.getType(), changed.getAccessor().invoke(before));
      Object after = method.invoke(before, value);
      List<String> differ = new ArrayList<>();
      for (RecordComponent each : before.getClass().getRecordComponents()) {
        if (!each.getAccessor().invoke(before).equals(each.getAccessor().invoke(after))) {
          differ.add(each.getName());
        }
      }
      assertThat(differ).containsExactly(changed.getName());
      assertThat(changed.getAccessor().invoke(after)).isEqualTo(value);
    }
  }

  @Test
  void nestedValuesAreChangedInPlace() {
    PrunePolicy policy = PrunePolicy.toSparsity(0.5).schedule(s -> s.from(2).fineTune(1));
    assertThat(policy.schedule()).isEqualTo(SchedulePlan.oneShot(2).fineTune(1));
    TrainSettings train = (TrainSettings) settings().get(1);
    assertThat(train.optimizer(o -> o.momentum(0.5)).optimizer()).isEqualTo(OptimizerSettings.sgd(0.1, 0.5));
    assertThat(train.learningRate(l -> l.warmup(3)).learningRate().warmup()).isEqualTo(3);
  }

  private static Object other(Class<?> type, Object value) {
    return switch (value) {
      case Integer number -> number + 1;
      case Double number -> number + 1;
      case Boolean flag -> !flag;
      case Enum<?> choice -> Stream.of(type.getEnumConstants()).filter(c -> c != choice).findFirst().orElseThrow();
      case OptimizerSettings optimizer -> optimizer.momentum(optimizer.momentum() + 1);
      case LearningRateSettings curve -> curve.warmup(curve.warmup() + 1);
      case AugmentSettings augment -> new AugmentSettings(!augment.flip(), augment.crop() + 1);
      default -> throw new IllegalArgumentException("What differs from a " + value.getClass() + "?");
    };
  }
}
