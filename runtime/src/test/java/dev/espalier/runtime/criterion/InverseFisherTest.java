package dev.espalier.runtime.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.mask.ElementGrouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class InverseFisherTest {

  private static final int SIZE = 7;
  private static final int SAMPLES = 20;
  private static final double DAMPING = 0.01;
  private static final int[] MEMBERS = {1, 2, 4, 5, 6, 9, 11};

  private final float[][] gradients = gradients();
  private final double[][] matrix = matrix();

  @Test
  void theRecursionGivesTheInverse() {
    InverseFisher block = block();
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double product = 0;
        for (int k = 0; k < SIZE; k++) {
          product += matrix[i][k] * block.at(k, j);
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }

  /** Of all changes that set the weights that go to 0, the update is the one of least quadratic loss. */
  @Test
  void theUpdateIsTheConstrainedMinimum() {
    float[] w = weights();
    float[] updated = w.clone();
    block().compensate(updated, keeping(1, 4, 6, 9, 11));
    double[] change = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      boolean goes = MEMBERS[i] == 2 || MEMBERS[i] == 5;
      change[i] = goes ? -w[MEMBERS[i]] : updated[MEMBERS[i]] - w[MEMBERS[i]];
      if (goes) {
        assertThat(updated[MEMBERS[i]]).isCloseTo(0, within(1e-5f));
      }
    }
    for (int i = 0; i < SIZE; i++) {
      double slope = 0;
      for (int j = 0; j < SIZE; j++) {
        slope += matrix[i][j] * change[j];
      }
      if (MEMBERS[i] != 2 && MEMBERS[i] != 5) {
        assertThat(slope).as("the model's slope along a weight that is free").isCloseTo(0, within(1e-5));
      }
    }
    assertThat(updated[0]).as("outside of the block").isEqualTo(w[0]);
  }

  @Test
  void theScoreIsTheLossOfTheModelAfterTheUpdate() {
    float[] w = weights();
    float[] scores = new float[12];
    block().score(w, scores);
    float[] updated = w.clone();
    block().compensate(updated, keeping(1, 2, 4, 6, 9, 11));
    double loss = 0;
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double a = updated[MEMBERS[i]] - w[MEMBERS[i]];
        double b = updated[MEMBERS[j]] - w[MEMBERS[j]];
        loss += a * matrix[i][j] * b / 2;
      }
    }
    assertThat((double) scores[5]).isCloseTo(loss, within(1e-5 * loss));
  }

  @Test
  void blocksOfOneAreTheDiagonal() {
    InverseFisher[] blocks = InverseFisher.blocks(MEMBERS, 1, DAMPING);
    for (int i = 0; i < SIZE; i++) {
      for (float[] gradient : gradients) {
        blocks[i].add(gradient, SAMPLES);
      }
      assertThat(blocks[i].at(0, 0)).isCloseTo(1 / matrix[i][i], within(1e-9 / matrix[i][i]));
    }
  }

  @Test
  void theLastBlockTakesWhatIsLeft() {
    assertThat(InverseFisher.blocks(MEMBERS, 3, 1)).hasSize(3);
    assertThat(InverseFisher.blocks(new int[6], 3, 1)).hasSize(2);
    assertThat(InverseFisher.blocks(new int[2], 3, 1)).hasSize(1);
  }

  @Test
  void aDampingThatIsLostToRoundingIsAnError() {
    InverseFisher block = new InverseFisher(MEMBERS, 1e-30);
    float[] gradient = new float[12];
    Arrays.fill(gradient, 2, 12, 1e4f);
    for (int s = 0; s < 3; s++) {
      block.add(gradient, 3);
    }
    assertThatThrownBy(() -> block.compensate(weights(), keeping(1)))
        .isInstanceOf(FisherNotInvertibleException.class)
        .hasMessageContaining("Fix: a larger damping");
  }

  private InverseFisher block() {
    InverseFisher block = new InverseFisher(MEMBERS, DAMPING);
    for (float[] gradient : gradients) {
      block.add(gradient, SAMPLES);
    }
    return block;
  }

  private static Mask keeping(int... indices) {
    BitSet kept = new BitSet();
    Arrays.stream(indices).forEach(kept::set);
    return Mask.of(new ElementGrouping(12), kept);
  }

  private static float[] weights() {
    Randomness random = Randomness.stream(2, "weights", 0);
    float[] w = new float[12];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    return w;
  }

  /** Some entries are 0, as those behind an input that is 0 are. */
  private static float[][] gradients() {
    Randomness random = Randomness.stream(1, "gradients", 0);
    float[][] gradients = new float[SAMPLES][12];
    for (float[] gradient : gradients) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = random.nextFloat() < 0.3 ? 0 : (float) random.nextGaussian();
      }
    }
    return gradients;
  }

  private double[][] matrix() {
    double[][] f = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      f[i][i] = DAMPING;
      for (int j = 0; j < SIZE; j++) {
        for (float[] g : gradients) {
          f[i][j] += (double) g[MEMBERS[i]] * g[MEMBERS[j]] / SAMPLES;
        }
      }
    }
    return f;
  }
}
