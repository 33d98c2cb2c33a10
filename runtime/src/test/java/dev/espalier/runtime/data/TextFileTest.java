package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines), StandardCharsets.UTF_8);
  }

  private Path train() throws IOException {
    return file("train.tsv", "sentence\tlabel", "A \"good\" film , n't it\t1", "a bad film\t0", "a film\t0");
  }

  private static TextFile options() {
    return TextFile.options().text("sentence").tokens(8).vocabulary(5);
  }

  @Test
  void textsBecomeIdsOfTheTrainingSetsMostFrequentWords() throws IOException {
    LabelledTexts texts = options().load(train(), file("test.tsv", "label\tsentence", "1\tfilm of a lifetime"));
    assertThat(texts.vocabulary().words()).containsExactly(Vocabulary.UNKNOWN_WORD, "a", "film", "\"", ",");
    assertThat(texts.train().size()).isEqualTo(3);
    assertThat(texts.train().label(0)).isEqualTo(1);
    assertThat(texts.train().copy(0, 0)).containsExactly(1, 3, 0, 3, 2, 4, 0, 0);
    assertThat(texts.train().copy(1, 0)).containsExactly(1, 0, 2, -1, -1, -1, -1, -1);
    assertThat(texts.test().copy(0, 0)).containsExactly(2, 0, 1, 0, -1, -1, -1, -1);
    assertThat(texts.words(texts.test(), 0)).containsExactly("film", "<unknown>", "a", "<unknown>");
  }

  @Test
  void anotherFileIsEncodedByTheSameVocabulary() throws IOException {
    Vocabulary words = Vocabulary.ofWords(List.of(Vocabulary.UNKNOWN_WORD, "film"));
    Dataset data = options().load(train(), words);
    assertThat(data.copy(2, 0)).startsWith(0, 1, -1);
    assertThat(data.inputs()).containsExactly(InputShape.of("words", 8));
  }

  @Test
  void aTextWithMoreWordsThanTheInputHasTokensIsNamed() throws IOException {
    Path file = train();
    assertThatThrownBy(() -> options().tokens(7).load(file, file)).isInstanceOf(DataException.class)
        .hasMessage(file + ", line 2: a text has 1 to 7 words, and this one has 8.\n"
            + "  Fix: ask for tokens(8) and declare as many, or cut the text.");
  }

  @Test
  void whatIsWrongInAFileIsNamedWithItsLine() throws IOException {
    Path empty = file("empty.tsv");
    assertThatThrownBy(() -> options().load(empty, empty)).hasMessageContaining("the file is empty");
    Path header = file("header.tsv", "sentense\tlabel", "a\t1");
    assertThatThrownBy(() -> options().load(header, header)).hasMessageContaining("line 1: the first line must name the column 'sentence'")
        .hasMessageContaining("did you mean 'sentense'");
    Path cells = file("cells.tsv", "sentence\tlabel", "a\tb\t1");
    assertThatThrownBy(() -> options().load(cells, cells)).hasMessageContaining("line 2: every line has as many cells as the first, 2, and this one has 3");
    Path label = file("label.tsv", "sentence\tlabel", "a\t1", "b\t2");
    assertThatThrownBy(() -> options().load(label, label)).hasMessageContaining("line 3: a class is one of [0, 1], and this one is '2'");
    Path none = file("none.tsv", "sentence\tlabel", " \t1");
    assertThatThrownBy(() -> options().load(none, none)).hasMessageContaining("line 2: a text has 1 to 8 words, and this one has 0");
    Path records = file("records.tsv", "sentence\tlabel");
    assertThatThrownBy(() -> options().load(records, records)).hasMessageContaining("at least one record");
    Path bytes = Files.write(directory.resolve("latin.tsv"), "sentence\tlabel\ncaf\u00e9\t1".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> options().load(bytes, bytes)).hasMessageContaining("must be text in UTF-8");
    assertThatThrownBy(() -> options().load(directory.resolve("no"), bytes)).hasMessageContaining("does not exist");
  }

  @Test
  void theSentencesOfSst2AreReadWhole() {
    Path data = ExternalData.find("sst2/train.tsv").getParent();
    LabelledTexts texts = TextFile.options().text("sentence").tokens(60).vocabulary(15_000)
        .load(data.resolve("train.tsv"), data.resolve("dev.tsv"));
    assertThat(texts.train().size()).isEqualTo(67_349);
    assertThat(texts.test().size()).isEqualTo(872);
    assertThat(texts.vocabulary().size()).isBetween(10_000, 15_000);
    assertThat(texts.words(texts.train(), 1)).containsExactly("contains", "no", "wit", ",", "only", "labored", "gags");
  }
}
