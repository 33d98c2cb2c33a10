package dev.espalier.samples.lesson07;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.Vocabulary;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.TokensLeft;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lesson's network learns although words leave on the way, and frozen it says the same. */
class OpinionTest {

  @Test
  void aNetworkWhoseWordsLeaveLearnsAndFreezes() {
    Opinions train = new Opinions(2_000, 1);
    Vocabulary words = Vocabulary.of(train.texts(), 80);
    Opinions unseen = new Opinions(200, 2);
    Dataset test = unseen.encoded(words);
    PrunedOpinion net = PrunedOpinion.builder().seed(1).train(t -> t.epochs(4)).build();
    net.fit(train.encoded(words), test);
    double accuracy = net.evaluate(test).accuracy();
    assertThat(accuracy).isGreaterThan(0.95);
    Frozen frozen = net.freeze();
    assertThat(frozen.evaluate(test).accuracy()).isEqualTo(accuracy);
    float[] ids = words.encode(unseen.texts().getFirst(), Opinions.TOKENS);
    List<TokensLeft> left = net.tokensLeft(ids);
    assertThat(left).extracting(l -> l.places().size()).isSortedAccordingTo((a, b) -> b - a).endsWith(2);
    assertThat(frozen.classify(ids)).isEqualTo(net.classify(ids));
  }
}
