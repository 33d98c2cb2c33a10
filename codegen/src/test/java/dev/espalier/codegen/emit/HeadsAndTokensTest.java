package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.PrunableNetwork;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Heads that are gone take no part in what tokens stay, whether they are masked or removed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadsAndTokensTest {
  private GeneratedNetwork generated;

  /** By a threshold, so that a score that counts heads which are gone lets other tokens stay. */
  @BeforeAll
  void compile() {
    TokensSpec tokens = new TokensSpec(7, 0, 0.11, TokenScore.ATTENTION, SourceRef.NONE);
    generated = new GeneratedNetwork(HeadNetworks.model(HeadNetworks.HALF, tokens).selected());
  }

  private PrunableNetwork pruned() {
    PrunableNetwork network = HeadNetworks.create(generated, 6);
    for (String part : HeadNetworks.parts("first")) {
      float[] values = HeadNetworks.layer(network, part).weight().values();
      for (int i = 0; i < values.length; i++) {
        values[i] *= 2;
      }
    }
    network.prune();
    return network;
  }

  @Test
  void frozenScoresAreTheMaskedNetworks() {
    PrunableNetwork network = pruned();
    assertThat(HeadNetworks.heads(network, "first", "first").cardinality()).isBetween(1, 2);
    Frozen frozen = generated.freeze(network);
    for (int length = 1; length <= HeadNetworks.TOKENS; length++) {
      float[] ids = HeadNetworks.sentence(length, length);
      float[] expected = network.scores(ids);
      close(frozen.scores(ids), expected);
      float[] batch = Arrays.copyOf(ids, 2 * HeadNetworks.TOKENS);
      System.arraycopy(HeadNetworks.sentence(8, 77), 0, batch, HeadNetworks.TOKENS, HeadNetworks.TOKENS);
      float[] scores = new float[2 * 3];
      frozen.session(2).scores(batch, scores);
      close(Arrays.copyOf(scores, 3), expected);
    }
  }

  /** Projections of all 10 tokens and, behind the first attention, of 7, by the features of the heads that are left. */
  @Test
  void costsFallWithBoth() {
    PrunableNetwork network = pruned();
    CostReport cost = generated.freeze(network).cost();
    int first = 4 * HeadNetworks.heads(network, "first", "first").cardinality();
    int second = 3 * HeadNetworks.heads(network, "second", "second").cardinality();
    assertThat(cost.layer("first.heads").macs().pruned()).isEqualTo(2L * 10 * 10 * first);
    assertThat(cost.layer("first").macs().pruned()).isEqualTo(7L * HeadNetworks.WIDTH * first);
    assertThat(cost.layer("second.heads").macs().pruned()).isEqualTo(2L * 7 * 7 * second);
    assertThat(cost.layer("second.query").macs().pruned()).isEqualTo(7L * HeadNetworks.WIDTH * second);
  }

  private static void close(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], offset(1e-5f));
    }
  }
}
