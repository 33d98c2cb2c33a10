package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.progress.Listener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewindTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 24, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 12, 2);
  private static final int FIRST_PRUNING = 6;

  @Test
  void initialGoesBackToTheValuesOfStepZero() {
    List<float[][]> trace = trace("lottery to step 0");
    requireRewound(trace.get(FIRST_PRUNING), trace.get(0));
  }

  @Test
  void stepGoesBackToTheValuesOfThatStep() {
    List<float[][]> trace = trace("lottery to step 2");
    requireRewound(trace.get(FIRST_PRUNING), trace.get(2));
    assertThat(trace.get(FIRST_PRUNING)).isNotEqualTo(trace.get(0));
  }

  @Test
  void noneInheritsTheTrainedValues() {
    List<float[][]> trace = trace("lottery with inherited weights");
    List<float[][]> untouched = trace("one shot after training");
    // Up to the first pruning both runs are the same but for their learning rates, which a constant curve would equal.
    assertThat(trace.get(1)).isEqualTo(untouched.get(1));
    requireRewound(trace.get(FIRST_PRUNING), untouched.get(FIRST_PRUNING));
  }

  @Test
  void randomDrawsNewValuesEveryTime() {
    List<float[][]> trace = trace("lottery with random weights");
    float[] first = trace.get(0)[0];
    float[] second = trace.get(FIRST_PRUNING)[0];
    float[] third = trace.get(FIRST_PRUNING + 3)[0];
    double limit = GlorotUniform.limit(TinyNetwork.blueprint(TinyNetwork.SETTINGS).layers().getFirst().weights());
    int left = 0;
    for (int i = 0; i < second.length; i++) {
      if (third[i] != 0) {
        left++;
        assertThat(second[i]).isNotZero().isNotEqualTo(first[i]).isNotEqualTo(third[i]).isBetween(
            (float) -limit, (float) limit);
      }
    }
    assertThat(left).isEqualTo(12);
  }

  @Test
  void stateAndLearningRateStartAnew() {
    TinyNetwork network = Cases.builder("lottery to step 0", "Adam, decay").build();
    List<Double> rates = new ArrayList<>();
    try (TrainingRun run = network.start(TRAIN, TEST, Listener.none())) {
      while (run.nextBatch()) {
        rates.add(run.learningRate());
        if (run.step() == FIRST_PRUNING || run.step() == 0) {
          for (Parameter parameter : TrainingTask.parameters(network.layers())) {
            assertThat(parameter.state(0)).containsOnly(0f);
            assertThat(parameter.state(1)).containsOnly(0f);
          }
        }
        network.step(run);
      }
    }
    assertThat(rates).hasSize(12);
    assertThat(rates.get(FIRST_PRUNING)).isEqualTo(rates.get(0)).isEqualTo(0.01);
    assertThat(rates.get(5)).isZero();
    assertThat(rates.get(9)).isEqualTo(0.01);
    assertThat(rates.get(11)).isZero();
  }

  /** Values of all parameters when 0, 1, 2, ... steps are completed, prunings and rewinding there included. */
  private static List<float[][]> trace(String schedule) {
    TinyNetwork network = Cases.builder(schedule, "SGD")
        .train(t -> t.learningRate(dev.espalier.runtime.policy.TrainSettings.LearningRateSettings.constant()))
        .build();
    List<float[][]> trace = new ArrayList<>();
    try (TrainingRun run = network.start(TRAIN, TEST, Listener.none())) {
      while (run.nextBatch()) {
        trace.add(values(network));
        if (run.step() + 1 == FIRST_PRUNING && schedule.startsWith("one shot")) {
          network.afterUpdate(() -> trace.add(values(network)));
        }
        network.step(run);
      }
    }
    return trace;
  }

  private static float[][] values(TinyNetwork network) {
    return TrainingTask.parameters(network.layers()).stream().map(p -> p.values().clone()).toArray(float[][]::new);
  }

  private static void requireRewound(float[][] rewound, float[][] source) {
    int pruned = 0;
    int left = 0;
    for (int p = 0; p < source.length; p++) {
      for (int i = 0; i < source[p].length; i++) {
        if (rewound[p][i] == 0 && source[p][i] != 0) {
          pruned++;
        } else {
          assertThat(rewound[p][i]).isEqualTo(source[p][i]);
          left++;
        }
      }
    }
    assertThat(pruned).isEqualTo(36);
    assertThat(left).isPositive();
  }

  @Test
  void layersWithoutAPolicyAreRewoundToo() {
    TinyNetwork network = Cases.builder("lottery to step 0", "SGD").keep("logits").build();
    LayerParameters logits = network.layer("logits");
    float[] before = logits.weight().values().clone();
    try (TrainingRun run = network.start(TRAIN, TEST, Listener.none())) {
      while (run.nextBatch() && run.step() < FIRST_PRUNING) {
        network.step(run);
      }
      assertThat(logits.weight().values()).isEqualTo(before);
      assertThat(logits.weight().mask()).isNull();
    }
  }
}
