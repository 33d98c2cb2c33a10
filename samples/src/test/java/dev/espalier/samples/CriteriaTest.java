package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.samples.worth.PrunedWorth;
import dev.espalier.samples.worth.Worth.Notes;
import dev.espalier.samples.worth.Worth.Notes.View;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Criteria on generated code: what they see is what the network's own passes compute. */
final class CriteriaTest {

  private static final List<String> LAYERS = List.of("stem", "inner", "hidden", "logits");
  private static final TrainTest DIGITS = DrawnDigits.generate(25, 20, 1);

  @Test
  void theGradientIsThatOfTheLossWithNothingDropped() {
    PrunedWorth network = PrunedWorth.create(2);
    PrunedWorth same = PrunedWorth.create(2);
    network.prune(DIGITS.train());
    for (String layer : LAYERS) {
      float[] w = same.layer(layer).weight().values();
      float[] g = Notes.SEEN.get(layer).gradient();
      // Along the gradient itself the loss falls by its square, whatever the single entries are.
      double square = 0;
      for (float entry : g) {
        square += (double) entry * entry;
      }
      double step = 2e-3 / Math.sqrt(square);
      double difference = (lossMoved(same, w, g, step) - lossMoved(same, w, g, -step)) / (2 * step);
      assertThat(difference).as(layer).isCloseTo(square, within(0.02 * square));
    }
  }

  /** Single gradients come from one forward pass for many records; those of a set of one record from a pass alone. */
  @Test
  void squaredGradientsOfSingleRecordsAreThoseOfSetsOfOneRecord() {
    int records = 17;
    Dataset some = DIGITS.train().subset(0, records);
    PrunedWorth.create(2).prune(some);
    List<View> together = LAYERS.stream().map(Notes.SEEN::get).toList();
    float[][] sums = LAYERS.stream().map(l -> new float[Notes.SEEN.get(l).fisher().length]).toArray(float[][]::new);
    for (int record = 0; record < records; record++) {
      PrunedWorth.create(2).prune(DIGITS.train().subset(record, record + 1));
      for (int l = 0; l < sums.length; l++) {
        float[] g = Notes.SEEN.get(LAYERS.get(l)).gradient();
        for (int i = 0; i < g.length; i++) {
          sums[l][i] += g[i] * g[i] / records;
        }
      }
    }
    for (int l = 0; l < sums.length; l++) {
      float[] fisher = together.get(l).fisher();
      for (int i = 0; i < fisher.length; i++) {
        assertThat(fisher[i]).as("%s %d", LAYERS.get(l), i).isCloseTo(sums[l][i], within(1e-4f * sums[l][i] + 1e-9f));
      }
    }
  }

  @Test
  void aConvolutionReadsTheImageTapByTap() {
    PrunedWorth.create(2).prune(DIGITS.train());
    float[] norms = Notes.SEEN.get("stem").inputNorms();
    double[] squares = new double[784];
    for (int r = 0; r < DIGITS.train().size(); r++) {
      float[] image = DIGITS.train().copy(r, 0);
      for (int i = 0; i < 784; i++) {
        squares[i] += (double) image[i] * image[i];
      }
    }
    for (int r = 0; r < 5; r++) {
      for (int s = 0; s < 5; s++) {
        double sum = 0;
        for (int e = 0; e < 10; e++) {
          for (int f = 0; f < 10; f++) {
            int y = 3 * e + r - 2;
            int x = 3 * f + s - 2;
            sum += y >= 0 && y < 28 && x >= 0 && x < 28 ? squares[y * 28 + x] : 0;
          }
        }
        for (int filter = 0; filter < 4; filter++) {
          assertThat(norms[filter * 25 + r * 5 + s]).isCloseTo((float) Math.sqrt(sum), within(1e-4f));
        }
      }
    }
  }

  /** All but those that look at normalisations and heads, of which this network has none. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"BN_SCALE", "HEAD_GATE", "HARD_CONCRETE"})
  void everyCriterionPrunesAGeneratedNetworkTheSameTwice(Criterion criterion) {
    PrunedWorth first = pruned(criterion);
    assertThat(first.sparsity()).isCloseTo(0.5, within(0.01));
    assertThat(pruned(criterion).masks()).isEqualTo(first.masks());
  }

  @Test
  void scalesThatANetworkDoesNotHaveAreNoCriterion() {
    assertThatThrownBy(() -> pruned(Criterion.BN_SCALE))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("[Espalier/ScaleNeedsBatchNorm] stem has criterion BN_SCALE");
  }

  private static PrunedWorth pruned(Criterion criterion) {
    SchedulePlan plan = switch (criterion) {
      case SNIP, GRASP, SYNFLOW -> SchedulePlan.oneShot(0);
      default -> SchedulePlan.oneShot(-1);
    };
    NetworkBuilder<PrunedWorth> builder = PrunedWorth.builder().seed(2);
    for (String layer : LAYERS) {
      builder.policy(layer, policy -> policy.criterion(criterion).schedule(plan));
    }
    PrunedWorth network = builder.build();
    network.fit(DIGITS.train(), DIGITS.test());
    return network;
  }

  private static double lossMoved(PrunedWorth network, float[] w, float[] direction, double by) {
    float[] before = w.clone();
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (w[i] + by * direction[i]);
    }
    double loss = network.evaluate(DIGITS.train()).loss();
    System.arraycopy(before, 0, w, 0, w.length);
    return loss;
  }
}
