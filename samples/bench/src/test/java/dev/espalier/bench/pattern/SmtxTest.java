package dev.espalier.bench.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SmtxTest {
  @TempDir private Path directory;

  @Test
  void threeLinesAreSizesOffsetsAndColumns() throws IOException {
    SparseMatrix matrix = Smtx.read(file("a.smtx", "3, 4, 4\n0 2 2 4 \n1 3 0 2 \n"), 1);
    assertThat(matrix.rows()).isEqualTo(3);
    assertThat(matrix.columns()).isEqualTo(4);
    assertThat(matrix.pointers()).containsExactly(0, 2, 2, 4);
    assertThat(matrix.indices()).containsExactly(1, 3, 0, 2);
    assertThat(matrix.values()).hasSize(4).doesNotContain(0f);
    assertThat(matrix.sparsity()).isEqualTo(1 - 4 / 12.0);
  }

  @Test
  void aMatrixWithoutKeptPlacesNeedsNoThirdLine() throws IOException {
    assertThat(Smtx.read(file("a.smtx", "1, 2, 0\n0 0\n"), 1).kept()).isZero();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      2, 2              | line 1 has 2 numbers and has to have 3
      2, 2, 5;0 1 5     | line 1 gives 2 rows, 2 columns and 5 kept places
      2, 2, 1;0 1       | line 2 has 2 numbers and has to have 3
      2, 2, 1;0 1 1     | line 3 is missing
      2, 2, 1;0 1 2;1   | line 2 runs from 0 to 2 and has to run from 0 to the 1 kept places
      2, 2, 2;0 3 2;0 1 | line 2: the offset of row 2 falls from 3 to 2
      2, 2, 2;0 1 2;0 2 | line 3: column 2 in row 1; columns of a row rise and are below 2
      2, 2, 2;0 2 2;1 0 | line 3: column 0 in row 0; columns of a row rise and are below 2
      2, 2, 2;0 2 2;0 x | line 3 has 'x' where a whole number belongs
      """)
  void aBrokenFileIsRefusedWithTheLineAndWhatWasFound(String text, String found) throws IOException {
    Path file = file("broken.smtx", text.replace(';', '\n') + "\n");
    assertThatThrownBy(() -> Smtx.read(file, 1))
        .isInstanceOf(SmtxException.class)
        .hasMessage(file + ": " + found + ".");
  }

  @Test
  void aDirectoryGivesAllFilesBelowItByName() throws IOException {
    Files.createDirectories(directory.resolve("b"));
    Path second = file("b/2.smtx", "1, 1, 0\n0 0\n");
    Path first = file("a.smtx", "1, 1, 0\n0 0\n");
    file("readme.txt", "no matrix");
    assertThat(Smtx.files(directory)).containsExactly(first, second);
    assertThat(Smtx.files(second)).containsExactly(second);
  }

  @Test
  void aDirectoryWithoutFilesIsRefused() {
    assertThatThrownBy(() -> Smtx.files(directory))
        .isInstanceOf(SmtxException.class)
        .hasMessageContaining("no file below this directory ends in .smtx");
    assertThatThrownBy(() -> Smtx.files(directory.resolve("gone")))
        .hasMessageContaining("neither a file nor a directory");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
