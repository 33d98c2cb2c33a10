package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The gradient of a network whose heads are gone and whose tokens leave on the way, as its generated step takes it: each
 * parameter moved along a direction, against central differences of the loss.
 */
class PrunedGraphGradientTest {
  private static final Dataset TRAIN = HeadNetworks.data(24, 1);
  private static final double RATE = 0.01;
  private static final float DELTA = 1f / 2048;

  @Test
  void whatIsLeftHasItsGradientAndWhatIsGoneHasNone() {
    for (TokensSpec tokens : List.of(
        new TokensSpec(5, 0, 0, TokenScore.ATTENTION, SourceRef.NONE),
        new TokensSpec(0, 0.7, 0.1, TokenScore.ATTENTION, SourceRef.NONE))) {
      check(new GeneratedNetwork(HeadNetworks.model(HeadNetworks.HALF, tokens).selected()));
    }
  }

  private static void check(GeneratedNetwork generated) {
    PrunableNetwork network = (PrunableNetwork) generated.builder().seed(4)
        .train(t -> t.epochs(1).batch(24).optimizer(OptimizerSettings.sgd(RATE, 0))).build();
    Randomness random = Randomness.stream(4, "parameters", 0);
    for (LayerParameters layer : network.layers()) {
      for (int i = 0; layer.bias() != null && i < layer.bias().size(); i++) {
        layer.bias().values()[i] = random.nextFloat(-0.5f, 0.5f);
      }
    }
    network.prune();
    List<Parameter> parameters = new ArrayList<>();
    network.layers().forEach(layer -> parameters.addAll(layer.all()));
    List<float[]> directions = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (Parameter parameter : parameters) {
      float[] direction = direction(parameter, random);
      directions.add(direction);
      expected.add(slope(network, parameter, direction));
    }
    List<float[]> before = parameters.stream().map(p -> p.values().clone()).toList();
    generated.fit(network, TRAIN, TRAIN, Listener.none());
    int felt = 0;
    for (int p = 0; p < expected.size(); p++) {
      float[] after = parameters.get(p).values();
      double slope = 0;
      for (int i = 0; i < after.length; i++) {
        slope += (before.get(p)[i] - after[i]) / RATE * directions.get(p)[i];
        if (!keeps(parameters.get(p), i)) {
          assertThat(after[i]).as("%s, pruned value %d", parameters.get(p).name(), i).isZero();
        }
      }
      felt += Math.abs(expected.get(p)) > 0.01 ? 1 : 0;
      assertThat(slope).as(parameters.get(p).name())
          .isCloseTo(expected.get(p), offset(2e-3 + 0.01 * Math.abs(expected.get(p))));
    }
    assertThat(felt).as("parameters that the loss feels").isGreaterThan(expected.size() / 2);
  }

  private static boolean keeps(Parameter parameter, int index) {
    return parameter.mask() == null || parameter.mask().keeps(index);
  }

  /** Of kept values alone, and of length 1. */
  private static float[] direction(Parameter parameter, Randomness random) {
    float[] direction = new float[parameter.size()];
    double squares = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = keeps(parameter, i) ? random.nextFloat(-1, 1) : 0;
      squares += direction[i] * direction[i];
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= (float) Math.sqrt(squares);
    }
    return direction;
  }

  private static double slope(PrunableNetwork network, Parameter parameter, float[] direction) {
    float[] values = parameter.values();
    float[] start = values.clone();
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = start[i] + (side == 0 ? DELTA : -DELTA) * direction[i];
      }
      losses[side] = network.evaluate(TRAIN).loss();
    }
    System.arraycopy(start, 0, values, 0, values.length);
    return (losses[0] - losses[1]) / (2 * DELTA);
  }
}
