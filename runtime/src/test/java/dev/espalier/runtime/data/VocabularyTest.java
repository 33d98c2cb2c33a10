package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void aTextIsSplitIntoWordsAndSigns() {
    assertThat(Vocabulary.split("It's a K-19 \u00dcbung, n't?  (42)"))
        .containsExactly("it's", "a", "k-19", "\u00fcbung", ",", "n't", "?", "(", "42", ")");
    assertThat(Vocabulary.split(" \t\u00a0")).isEmpty();
  }

  @Test
  void wordsAreOrderedByFrequencyThenByTheAlphabet() {
    Vocabulary words = Vocabulary.of(List.of("b a c", "c d"), 4);
    assertThat(words.words()).containsExactly(Vocabulary.UNKNOWN_WORD, "c", "a", "b");
    assertThat(words.size()).isEqualTo(4);
    assertThat(words.id("c")).isEqualTo(1);
    assertThat(words.id("d")).isEqualTo(Vocabulary.UNKNOWN);
  }

  @Test
  void whatIsEncodedIsDecodedUpToUnknownWords() {
    Vocabulary words = Vocabulary.ofWords(List.of(Vocabulary.UNKNOWN_WORD, "a", "b"));
    float[] ids = words.encode("B x a", 5);
    assertThat(ids).containsExactly(2, 0, 1, -1, -1);
    assertThat(words.decode(ids)).containsExactly("b", Vocabulary.UNKNOWN_WORD, "a");
  }

  @Test
  void longerTextsAndOtherListsOfWordsAreRefused() {
    Vocabulary words = Vocabulary.of(List.of("a"), 2);
    assertThatThrownBy(() -> words.encode("a a a", 2)).isInstanceOf(DataException.class)
        .hasMessageContaining("as many words as the input has tokens, 2, and it has 3");
    assertThatThrownBy(() -> Vocabulary.ofWords(List.of("a"))).hasMessageContaining("the first word must be <unknown>, and it is 'a'");
    assertThatThrownBy(() -> Vocabulary.ofWords(List.of(Vocabulary.UNKNOWN_WORD, "a", "a"))).hasMessageContaining("'a' stands there twice");
    assertThatThrownBy(() -> Vocabulary.of(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
