package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Agreement.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.HeadGates;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.TrainingInterruptedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Hard-concrete gates of heads: their gradient, what they leave of a network, and runs stopped at any step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadGatesTest {
  private static final Dataset TRAIN = HeadNetworks.data(24, 1);
  private static final Dataset TEST = HeadNetworks.data(12, 100);
  private static final long SEED = 4;
  private static final double RATE = 0.01;
  private static final float DELTA = 1f / 4096;

  @TempDir Path directory;
  private GeneratedNetwork generated;

  @BeforeAll
  void compile() {
    generated = new GeneratedNetwork(HeadNetworks.model(HeadNetworks.HALF).selected());
  }

  private NetworkBuilder<?> builder(double lambda, int epochs, int batch, double rate) {
    SchedulePlan plan = SchedulePlan.of(ScheduleKind.REGULARISED).penalty(Penalty.L0).lambda(lambda);
    return generated.builder().seed(SEED)
        .policies(p -> p.criterion(Criterion.HARD_CONCRETE).schedule(plan))
        .train(t -> t.epochs(epochs).batch(batch).optimizer(OptimizerSettings.sgd(rate, 0)));
  }

  private static HeadGates gates(PrunableNetwork network, String attention) {
    return HeadNetworks.layer(network, attention).gates();
  }

  /** Gates that are neither open nor closed. */
  private static void halfOpen(PrunableNetwork network) {
    float next = -0.06f;
    for (String attention : HeadNetworks.ATTENTIONS) {
      float[] values = gates(network, attention).parameter().values();
      for (int h = 0; h < values.length; h++) {
        values[h] = next += 0.017f;
      }
    }
  }

  /** The loss under the gates of step 0, by a network without gates whose projections hold them. */
  private double loss(PrunableNetwork gated) {
    var dense = generated.builder().seed(SEED);
    HeadNetworks.ATTENTIONS.forEach(a -> HeadNetworks.parts(a).forEach(dense::keep));
    PrunableNetwork plain = (PrunableNetwork) dense.build();
    for (int i = 0; i < plain.layers().size(); i++) {
      LayerParameters layer = gated.layers().get(i);
      if (layer.gates() != null) {
        layer.gates().draw(SEED, i, 0);
      }
      copy(layer.weight(), plain.layers().get(i).weight());
      copy(layer.bias(), plain.layers().get(i).bias());
      if (layer.gates() != null) {
        layer.gates().restore();
      }
    }
    return plain.evaluate(TRAIN).loss();
  }

  private static void copy(Parameter from, Parameter to) {
    if (from != null) {
      System.arraycopy(from.values(), 0, to.values(), 0, from.size());
    }
  }

  @Test
  void theStepOfAGateIsTheGradientOfLossAndPenaltyByCentralDifferences() {
    double lambda = 0.02;
    PrunableNetwork network = (PrunableNetwork) builder(lambda, 1, 24, RATE).build();
    halfOpen(network);
    List<Double> expected = new ArrayList<>();
    double largest = 0;
    for (String attention : HeadNetworks.ATTENTIONS) {
      HeadGates gates = gates(network, attention);
      float[] values = gates.parameter().values();
      for (int h = 0; h < values.length; h++) {
        float value = values[h];
        values[h] = value + DELTA;
        double above = loss(network);
        double openAbove = gates.openness(h);
        values[h] = value - DELTA;
        double below = loss(network);
        double openBelow = gates.openness(h);
        double width = (value + DELTA) - (value - DELTA);
        values[h] = value;
        largest = Math.max(largest, Math.abs(above - below) / width);
        expected.add((above - below + lambda * (openAbove - openBelow)) / width);
      }
    }
    assertThat(largest).as("the loss feels the gates").isGreaterThan(0.01);
    List<Float> before = values(network);
    List<List<Float>> after = new ArrayList<>();
    generated.fit(network, TRAIN, TEST, new Listener() {
      @Override
      public void stepCompleted(StepProgress step) {
        after.add(values(network));
      }
    });
    assertThat(after).hasSize(1);
    for (int i = 0; i < expected.size(); i++) {
      double gradient = (before.get(i) - after.getFirst().get(i)) / RATE;
      assertThat(gradient).as("gate %d", i).isCloseTo(expected.get(i), offset(2e-3 + 0.01 * Math.abs(expected.get(i))));
    }
  }

  private static List<Float> values(PrunableNetwork network) {
    List<Float> values = new ArrayList<>();
    for (String attention : HeadNetworks.ATTENTIONS) {
      for (float value : gates(network, attention).parameter().values()) {
        values.add(value);
      }
    }
    return values;
  }

  @Test
  void aFrozenNetworkHasItsGatesInItsWeights() {
    PrunableNetwork network = (PrunableNetwork) builder(0.02, 1, 24, RATE).build();
    float[] ids = HeadNetworks.sentence(6, 1);
    halfOpen(network);
    float[] expected = network.scores(ids);
    close(generated.freeze(network).scores(ids), expected);
    assertThat(network.evaluate(TEST).loss())
        .isCloseTo(generated.freeze(network).evaluate(TEST).loss(), offset(1e-5));
    gates(network, "first").open();
    gates(network, "second").open();
    assertThat(network.scores(ids)).isNotEqualTo(expected);
  }

  /** What is closed goes, and since it was closed nothing changes; what stays takes its gate along. */
  @Test
  void closedGatesTakeTheirHeadsAway() {
    var builder = builder(2, 6, 6, 0.004).policies(p -> p.sparsity(0).threshold(1e-3).scope(Scope.LAYER));
    PrunableNetwork network = (PrunableNetwork) builder.build();
    float[] first = {0.3f, -0.1f, 0.2f};
    System.arraycopy(first, 0, gates(network, "first").parameter().values(), 0, 3);
    List<BitSet> open = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    History history = generated.fit(network, TRAIN, TEST, new Listener() {
      @Override
      public void stepCompleted(StepProgress step) {
        BitSet heads = new BitSet();
        for (int h = 0; h < 3; h++) {
          heads.set(h, gates(network, "first").stretched(h) >= 1e-3);
        }
        open.add(heads);
        losses.add(network.evaluate(TEST).loss());
      }
    });
    assertThat(history.prunings()).hasSize(8);
    assertThat(open.getLast().cardinality()).as("heads of the first attention").isBetween(1, 2);
    for (String part : HeadNetworks.parts("first")) {
      assertThat(HeadNetworks.heads(network, "first", part)).as(part).isEqualTo(open.getLast());
    }
    assertThat(network.evaluate(TEST).loss()).isCloseTo(losses.getLast(), offset(1e-5));
    assertThat(gates(network, "first").stretched(0)).as("open for good").isGreaterThanOrEqualTo(1);
    float[] ids = HeadNetworks.sentence(6, 1);
    close(generated.freeze(network).scores(ids), network.scores(ids));
  }

  @Test
  void aPenaltyClosesGates() {
    PrunableNetwork network = (PrunableNetwork) builder(2, 4, 6, 0.01).build();
    List<Double> openness = new ArrayList<>();
    generated.fit(network, TRAIN, TEST, new Listener() {
      @Override
      public void stepCompleted(StepProgress step) {
        openness.add(gates(network, "second").openness(0) + gates(network, "second").openness(1));
      }
    });
    assertThat(openness.getLast()).isLessThan(openness.getFirst() - 0.01);
  }

  @Test
  void aRunStoppedAtAnyStepEndsInTheSameBits() {
    PrunableNetwork whole = (PrunableNetwork) builder(0.02, 2, 8, RATE).build();
    History expected = generated.fit(whole, TRAIN, TEST, Listener.none());
    Path file = directory.resolve("gates");
    for (long at = 1; at < expected.lastEpoch().step(); at++) {
      long stop = at;
      PrunableNetwork first = (PrunableNetwork) builder(0.02, 2, 8, RATE).checkpoint(file, 1000).build();
      assertThatThrownBy(() -> generated.fit(first, TRAIN, TEST, new Listener() {
        @Override
        public void stepCompleted(StepProgress step) {
          if ((step.epoch() - 1L) * step.steps() + step.step() == stop) {
            Thread.currentThread().interrupt();
          }
        }
      })).isInstanceOf(TrainingInterruptedException.class);
      PrunableNetwork resumed = (PrunableNetwork) builder(0.02, 2, 8, RATE).resume(file).build();
      assertThat(generated.fit(resumed, TRAIN, TEST, Listener.none())).isEqualTo(expected);
      for (int i = 0; i < whole.layers().size(); i++) {
        List<Parameter> a = whole.layers().get(i).all();
        List<Parameter> b = resumed.layers().get(i).all();
        for (int k = 0; k < a.size(); k++) {
          assertThat(Arrays.equals(a.get(k).values(), b.get(k).values())).as("%s at %d", a.get(k).name(), at).isTrue();
        }
      }
    }
  }
}
