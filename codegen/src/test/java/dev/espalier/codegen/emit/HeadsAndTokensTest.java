package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Agreement.agree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.PositionalEmbeddingLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Positions;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.PrunableNetwork;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Heads and tokens of the same attentions pruned together (SpAtten, Wang 2021): what later layers inherit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadsAndTokensTest {
  private static final int SAMPLES = 40;
  private GeneratedNetwork generated;

  @BeforeAll
  void compile() {
    TokensSpec six = new TokensSpec(6, 0, 0, TokenScore.ATTENTION, SourceRef.NONE);
    TokensSpec reached = new TokensSpec(0, 0.7, 0.17, TokenScore.ATTENTION, SourceRef.NONE);
    generated = new GeneratedNetwork(Models.model("some.pkg", "Cascade")
        .tokens("words", HeadNetworks.TOKENS)
        .layer("embedded", new EmbeddingLayer(HeadNetworks.WORDS, HeadNetworks.WIDTH), "words")
        .layer("placed", new PositionalEmbeddingLayer(Positions.LEARNED), "embedded")
        .layer("first", new SelfAttentionLayer(3, false, true), null, HeadNetworks.HALF, "placed").pruneTokens(six)
        .layer("sum", new AddLayer(), "placed", "first")
        .layer("up", new DenseLayer(16, true), Activation.GELU, null, "sum")
        .layer("down", new DenseLayer(HeadNetworks.WIDTH, true), "up")
        .layer("second", new SelfAttentionLayer(4, false, true), null, HeadNetworks.HALF, "down").pruneTokens(reached)
        .layer("last", new AddLayer(), "down", "second")
        .layer("mean", new MeanPoolLayer(), "last")
        .layer("logits", new DenseLayer(3, true), "mean")
        .selected());
  }

  private PrunableNetwork pruned(long seed) {
    PrunableNetwork network = HeadNetworks.create(generated, seed);
    network.prune();
    return network;
  }

  @Test
  void frozenScoresAreTheMaskedNetworksForOneSampleAndForMany() {
    for (long seed = 1; seed <= 3; seed++) {
      PrunableNetwork network = pruned(seed);
      Frozen frozen = generated.freeze(network);
      float[][] sentences = IntStream.range(0, SAMPLES)
          .mapToObj(s -> HeadNetworks.sentence(s % (HeadNetworks.TOKENS + 1), s)).toArray(float[][]::new);
      agree(frozen, network, sentences);
    }
  }

  @Test
  void aBlockCostsItsHeadsAndTokensThatAreLeft() {
    PrunableNetwork network = pruned(3);
    Frozen frozen = generated.freeze(network);
    long width = HeadNetworks.WIDTH;
    BitSet heads = HeadNetworks.heads(network, "first", "first");
    long features = heads.cardinality() * 4L;
    assertThat(frozen.layer("first.heads").heads()).containsExactly(heads.stream().toArray());
    for (CostReport cost : new CostReport[] {network.cost(), frozen.cost()}) {
      assertThat(cost.layer("first.query").macs().pruned()).isEqualTo(10 * width * features);
      assertThat(cost.layer("first.heads").macs().pruned()).isEqualTo(2 * 100 * features);
      assertThat(cost.layer("first").macs().pruned()).isEqualTo(6 * width * features);
      assertThat(cost.layer("up").macs().pruned()).isEqualTo(6 * width * 16);
      assertThat(cost.dynamic().tokens().selections()).hasSize(2);
    }
  }
}
