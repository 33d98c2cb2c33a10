package dev.espalier.runtime.train;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.OptimizerKind;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every schedule with every optimizer, over the tiny network. */
final class Cases {

  private Cases() {}

  static final Map<String, SchedulePlan> SCHEDULES = new LinkedHashMap<>();
  static final Map<String, OptimizerSettings> OPTIMIZERS = new LinkedHashMap<>();

  static {
    SCHEDULES.put("one shot in training", SchedulePlan.oneShot(1));
    SCHEDULES.put("one shot after training", SchedulePlan.oneShot(-1));
    SCHEDULES.put("one shot at initialisation", SchedulePlan.oneShot(0));
    SCHEDULES.put("one shot with fine-tuning", SchedulePlan.oneShot(-1).fineTune(1));
    SCHEDULES.put("iterative", SchedulePlan.iterative(2, 1));
    SCHEDULES.put("gradual", SchedulePlan.gradual(0, 1.5, 1));
    SCHEDULES.put("lottery to step 0", SchedulePlan.lottery(2, 1, Rewind.INITIAL, 0));
    SCHEDULES.put("lottery to step 2", SchedulePlan.lottery(2, 1, Rewind.STEP, 2));
    SCHEDULES.put("lottery with inherited weights", SchedulePlan.lottery(2, 1, Rewind.NONE, 0));
    SCHEDULES.put("lottery with random weights", SchedulePlan.lottery(2, 1, Rewind.RANDOM, 0));
    SCHEDULES.put("regularised by L1", SchedulePlan.regularised(Penalty.L1, 0.02).fineTune(1));
    SCHEDULES.put("regularised by group lasso", SchedulePlan.regularised(Penalty.GROUP_LASSO, 0.02).from(1));
    SCHEDULES.put("SET", SchedulePlan.dynamic(Regrow.RANDOM, 0.4, 1));
    SCHEDULES.put("RigL", SchedulePlan.dynamic(Regrow.GRADIENT, 0.4, 1));
    OPTIMIZERS.put("SGD", OptimizerSettings.sgd(0.1, 0));
    OPTIMIZERS.put("SGD, Nesterov, decay",
        new OptimizerSettings(OptimizerKind.SGD, 0.1, 0.9, true, 1e-2, 0.9, 0.999, 1e-8));
    OPTIMIZERS.put("Adam, decay", new OptimizerSettings(OptimizerKind.ADAM, 0.01, 0, false, 1e-2, 0.9, 0.999, 1e-8));
    OPTIMIZERS.put("AdamW", new OptimizerSettings(OptimizerKind.ADAMW, 0.01, 0, false, 1e-1, 0.9, 0.999, 1e-8));
  }

  static Stream<Arguments> schedulesByOptimizers() {
    return SCHEDULES.keySet().stream().flatMap(schedule ->
        OPTIMIZERS.keySet().stream().map(optimizer -> Arguments.of(schedule, optimizer)));
  }

  static NetworkBuilder<TinyNetwork> builder(String schedule, String optimizer) {
    SchedulePlan plan = SCHEDULES.get(schedule);
    boolean inGroups = plan.penalty() == Penalty.GROUP_LASSO;
    return TinyNetwork.builder()
        .seed(7)
        .policy("hidden", policy ->
            policy.schedule(plan).granularity(inGroups ? Granularity.NEURON : Granularity.ELEMENT))
        .policy("logits", policy ->
            policy.schedule(plan).granularity(inGroups ? Granularity.CHANNEL : Granularity.ELEMENT))
        .train(settings -> settings
            .optimizer(OPTIMIZERS.get(optimizer))
            .learningRate(LearningRateSettings.cosine()));
  }

  /** Everything that training changed: values, state, kept lists, bit for bit. */
  static List<String> bits(TinyNetwork network) {
    List<String> bits = new ArrayList<>();
    for (Parameter parameter : TrainingTask.parameters(network.layers())) {
      bits.add(parameter.name() + " " + bits(parameter.values()) + " kept " + Arrays.toString(parameter.kept()));
      for (int slot = 0; slot < parameter.stateSlots(); slot++) {
        bits.add("state " + slot + " " + bits(parameter.state(slot)));
      }
    }
    bits.add(network.masks().toString());
    return bits;
  }

  private static String bits(float[] values) {
    int[] raw = new int[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = Float.floatToRawIntBits(values[i]);
    }
    return Arrays.toString(raw);
  }
}
