package dev.espalier.runtime.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  @TempDir
  private Path directory;

  @Test
  void columnsAreLabelIgnoredAndFeatures() throws IOException {
    Dataset data = CsvFile.options().label(1).ignore(0).scale(0.5f).load(file("17,M,1,2e1\n18,B, .5 ,-4.\n"));
    assertThat(data.name()).isEqualTo("table.csv");
    assertThat(data.inputs()).containsExactly(InputShape.of("features", 2));
    assertThat(data.classNames()).containsExactly("B", "M");
    assertThat(data.label(0)).isEqualTo(1);
    assertThat(data.copy(0, 0)).containsExactly(0.5f, 10);
    assertThat(data.copy(1, 0)).containsExactly(0.25f, -2);
  }

  @Test
  void columnsAreFoundByHeaderOrFromTheEnd() throws IOException {
    Path file = file("\uFEFF\"sepal, cm\";\"a \"\"b\"\"\";class\r\n\r\n1;2;10\r\n3;4;9\r\n");
    Dataset data = CsvFile.options().header(true).delimiter(';').label("class").name("iris").load(file);
    assertThat(data.name()).isEqualTo("iris");
    assertThat(data.classNames()).containsExactly("9", "10");
    assertThat(data.copy(1, 0)).containsExactly(3, 4);
    assertThat(data.label(1)).isZero();
    Dataset one = CsvFile.options().header(true).delimiter(';').label(-1).ignore("a \"b\"").load(file);
    assertThat(one.copy(0, 0)).containsExactly(1);
  }

  @Test
  void gzipIsKnownByItsContent() throws IOException {
    Path packed = directory.resolve("packed.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("1,0\n2,1\n".getBytes(UTF_8));
    }
    assertThat(CsvFile.options().label(1).load(packed).size()).isEqualTo(2);
  }

  @Test
  void targetsAreNotScaled() throws IOException {
    Dataset data = CsvFile.options().target(0, 2).scale(10).load(file("1,2,3\n4,5,6\n"));
    assertThat(data.target(1)).containsExactly(4, 6);
    assertThat(data.copy(1, 0)).containsExactly(50);
  }

  @Test
  void theTestFileHasTheClassesOfTheTrainingFile() throws IOException {
    Path train = file("1,a\n2,b\n3,c\n");
    Path test = Files.writeString(directory.resolve("test.csv"), "1,c\n");
    TrainTest data = CsvFile.options().label(1).load(train, test);
    assertThat(data.test().label(0)).isEqualTo(2);
    Files.writeString(test, "1,c\n2,x\n");
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> CsvFile.options().label(1).load(train, test))
        .withMessage(test + ", line 2: a class must be one of a, b, c, and \"x\" was found in column 1.\n"
            + "  Fix: correct it or list it in classes(...).");
  }

  @Test
  void classesMayBeListed() throws IOException {
    Path file = file("1,no\n2,yes\n");
    assertThat(CsvFile.options().label(1).classes("yes", "no", "maybe").load(file).label(0)).isEqualTo(1);
    Dataset counted = CsvFile.options().label(1).classes(10).load(file("1,7\n"));
    assertThat(counted.classes()).isEqualTo(10);
    assertThat(counted.label(0)).isEqualTo(7);
  }

  @Test
  void raggedRowsAreNamedByLine() throws IOException {
    fails(CsvFile.options().label(0), "1,2,3\n\n1,2\n", ", line 3: every line must have 3 columns, and 2 were found",
        "complete or remove the line, and check the delimiter ','");
  }

  @Test
  void whatIsNoFiniteNumberIsNamedByLineAndColumn() throws IOException {
    for (String cell : new String[] {"x", "NaN", "Infinity", "1f", "0x10", "", "?", "1,5\",\"2"}) {
      String shown = cell.startsWith("1,5") ? "1,5" : cell;
      fails(CsvFile.options().label(0).ignore(shown.equals(cell) ? new int[0] : new int[] {2}),
          "1,2" + (shown.equals(cell) ? "" : ",3") + "\n1,\"" + cell + "\"\n",
          ", line 2: a feature or target must be a finite decimal number, and \"" + shown + "\" was found in column 1",
          "repair or remove the line, or ignore the column");
    }
    fails(CsvFile.options().header(true).label("c"), "c,length\n1,1e39\n", ", line 2: every value must be finite as a "
        + "float, and 1e39 in column 1 (\"length\") is not", "repair or remove the line, or lower the scale");
  }

  @Test
  void aForgottenHeaderIsSuspected() throws IOException {
    fails(CsvFile.options().label(0), "class,length\n1,2\n", ", line 1: a feature or target must be a finite decimal "
        + "number, and \"length\" was found in column 1",
        "repair or remove the line, or ignore the column, or set header(true) if the line names the columns");
  }

  @Test
  void wrongColumnsAreToldWithTheChoices() throws IOException {
    fails(CsvFile.options().header(true).label("clas"), "class,length\n1,2\n", ": the header has no column \"clas\"",
        "did you mean 'class'? (choices are class, length)");
    fails(CsvFile.options().label("class"), "1,2\n", ": a column is found by name in the header, and \"class\" is "
        + "wanted of a file read without one", "set header(true) or give the column's index");
    fails(CsvFile.options().label(4), "1;2;3;4;5\n", ": a column must be one of the file's 1, and index 4 was given",
        "give 0 to 0, or -1 to -1 from the end, and check the delimiter");
    fails(CsvFile.options().label(1).ignore(-1), "1,2\n", ": a column has one use, and column 1 has two",
        "name it once among label, target and ignore");
    fails(CsvFile.options().label(1).ignore(0), "1,2\n", ": at least one column must be a feature, and none of 2 is "
        + "left", "check the delimiter and the ignored columns");
    fails(CsvFile.options(), "1,2\n", ": a record has either a class or target values, and the options name neither",
        "call label(column) or target(columns)");
    fails(CsvFile.options().label(0).target(1), "1,2\n",
        ": a record has either a class or target values, and the options name both",
        "call label(column) or target(columns)");
    fails(CsvFile.options().label(0).shape(1, 2, 2), "1,2,3\n",
        ": a record's features must fill the shape, and the file has 2 where {1, 2, 2} takes 4",
        "give another shape or ignore columns");
  }

  @Test
  void wrongQuotesAndEmptyFilesAreRefused() throws IOException {
    fails(CsvFile.options().label(0), "1,\"2\n3\"\n",
        ", line 1: a quote must be closed on its line, and that of column 1 is not", "close the quote");
    fails(CsvFile.options().label(0), "1,\"2\"3\n",
        ", line 1: after the closing quote of column 1 the delimiter ',' must follow, and '3' was found",
        "double the quotes inside a quoted cell");
    fails(CsvFile.options().label(0).header(true), "a,b\n",
        ": a data set needs at least one record, and the file has none", "supply lines after the header");
    fails(CsvFile.options().label(0), " ,2\n", ", line 1: every record needs a class, and column 0 is empty",
        "complete or remove the line");
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    Path file = Files.write(directory.resolve("latin.csv"), "1,2,\u00e4\n".getBytes(ISO_8859_1));
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> CsvFile.options().label(2).load(file))
        .withMessage(file + ": the file must be text in UTF-8, and it is not.\n  Fix: convert it.");
    Path missing = directory.resolve("missing.csv");
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> CsvFile.options().label(2).load(missing))
        .withMessage(missing + ": the file does not exist.\n  Fix: give the path of an existing file.");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFile.options().scale(0));
    assertThatIllegalArgumentException().isThrownBy(() -> CsvFile.options().delimiter('.'));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("table.csv"), content);
  }

  private void fails(CsvFile options, String content, String problem, String fix) throws IOException {
    Path file = file(content);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> options.load(file))
        .withMessage(file + problem + ".\n  Fix: " + fix + ".");
  }
}
