package dev.espalier.codegen.emit;

import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.codegen.layer.LayerNormLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.PositionalEmbeddingLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Positions;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** Two blocks over sentences, with attention of three and of four heads, the second causal; policies over heads. */
final class HeadNetworks {
  static final int TOKENS = 10;
  static final int WIDTH = 12;
  static final int WORDS = 11;
  static final List<String> ATTENTIONS = List.of("first", "second");
  static final PrunePolicy HALF =
      PrunePolicy.toSparsity(0.5).granularity(Granularity.HEAD).scope(Scope.GLOBAL);

  private HeadNetworks() {}

  static Models model(PrunePolicy policy) {
    return model(policy, null);
  }

  /** The same with tokens that leave behind the first attention, or null. */
  static Models model(PrunePolicy policy, TokensSpec tokens) {
    return Models.model("some.pkg", "Heads")
        .tokens("words", TOKENS)
        .layer("embedded", new EmbeddingLayer(WORDS, WIDTH), "words")
        .layer("placed", new PositionalEmbeddingLayer(Positions.LEARNED), "embedded")
        .layer("before", new LayerNormLayer(1e-5), "placed")
        .layer("first", new SelfAttentionLayer(3, false, true), null, policy, "before")
        .pruneTokens(tokens)
        .layer("sum", new AddLayer(), "placed", "first")
        .layer("up", new DenseLayer(16, true), Activation.GELU, null, "sum")
        .layer("down", new DenseLayer(WIDTH, true), "up")
        .layer("second", new SelfAttentionLayer(4, true, true), null, policy, "down")
        .layer("last", new AddLayer(), "down", "second")
        .layer("mean", new MeanPoolLayer(), "last")
        .layer("logits", new DenseLayer(3, true), "mean");
  }

  /** Its biases are not 0, so that heads that go take some with them. */
  static PrunableNetwork create(GeneratedNetwork generated, long seed) {
    PrunableNetwork network = generated.create(seed);
    Randomness random = Randomness.stream(seed, "parameters", 0);
    for (LayerParameters layer : network.layers()) {
      for (int i = 0; layer.bias() != null && i < layer.bias().size(); i++) {
        layer.bias().values()[i] = random.nextFloat(-0.5f, 0.5f);
      }
    }
    return network;
  }

  static float[] sentence(int length, long seed) {
    return DrawnSamples.sentence(length, TOKENS, WORDS, seed);
  }

  static Dataset data(int count, long seed) {
    float[] ids = new float[count * TOKENS];
    int[] labels = new int[count];
    for (int s = 0; s < count; s++) {
      float[] sentence = sentence(2 + s % (TOKENS - 1), seed + s);
      System.arraycopy(sentence, 0, ids, s * TOKENS, TOKENS);
      labels[s] = (int) sentence[0] % 3;
    }
    return Dataset.builder("sentences").input("words", new int[] {TOKENS}, ids).labels(labels, 3).build();
  }

  /** The matrices of an attention. */
  static List<String> parts(String attention) {
    return Stream.of(".query", ".key", ".value", "").map(attention::concat).toList();
  }

  static LayerParameters layer(PrunableNetwork network, String name) {
    return network.layers().stream().filter(l -> l.info().name().equals(name)).findFirst().orElseThrow();
  }

  /** The heads that the mask of a matrix keeps, told from the single weights: a head is kept or gone as a whole. */
  static BitSet heads(PrunableNetwork network, String attention, String part) {
    LayerParameters layer = layer(network, part);
    int count = attention.equals("first") ? 3 : 4;
    int size = WIDTH / count;
    BitSet kept = layer.weight().mask().elementBits();
    BitSet heads = new BitSet();
    for (int h = 0; h < count; h++) {
      int weights = 0;
      for (int at = 0; at < WIDTH * WIDTH; at++) {
        int place = part.equals(attention) ? at % WIDTH : at / WIDTH;
        weights += place / size == h && kept.get(at) ? 1 : 0;
      }
      if (weights != 0 && weights != size * WIDTH) {
        throw new AssertionError(part + " keeps " + weights + " weights of head " + h);
      }
      heads.set(h, weights > 0);
    }
    return heads;
  }
}
