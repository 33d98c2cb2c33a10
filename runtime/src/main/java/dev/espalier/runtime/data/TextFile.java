package dev.espalier.runtime.data;

import dev.espalier.runtime.diagnostic.Suggestions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads texts with classes from tab-separated files in UTF-8, gzip or plain: a first line that names the columns, then
 * one record a line. Cells are taken as they are; there are no quotes. For one thread.
 *
 * <pre>{@code
 * LabelledTexts texts = TextFile.options().text("sentence").label("label").classes("0", "1")
 *     .tokens(64).vocabulary(15_000).input("words").load(train, test);
 * }</pre>
 */
public final class TextFile {

  private String text = "text";
  private String label = "label";
  private List<String> classes = List.of("0", "1");
  private int tokens = 64;
  private int vocabulary = 10_000;
  private String input = "words";

  private TextFile() {}

  /** Columns "text" and "label" of the classes "0" and "1", 64 tokens, 10,000 ids, an input "words". */
  public static TextFile options() {
    return new TextFile();
  }

  /** The column of the text. */
  public TextFile text(String column) {
    text = column;
    return this;
  }

  /** The column of the class. */
  public TextFile label(String column) {
    label = column;
    return this;
  }

  /** The classes as they stand in the file, in the order of their numbers. */
  public TextFile classes(String... names) {
    classes = List.of(names);
    return this;
  }

  /** Words of the longest text, as the network's input declares them; at least 1. */
  public TextFile tokens(int most) {
    tokens = most;
    return this;
  }

  /** How many ids the vocabulary has at most; at least 2. */
  public TextFile vocabulary(int size) {
    vocabulary = size;
    return this;
  }

  /** The input's name. */
  public TextFile input(String inputName) {
    input = inputName;
    return this;
  }

  /**
   * Reads a training and a test file; the vocabulary is that of the training texts.
   *
   * @throws DataException naming file and line of what is wrong, a text with too many words among it
   */
  public LabelledTexts load(Path train, Path test) {
    List<Line> first = read(train);
    Vocabulary words = Vocabulary.of(first.stream().map(Line::text).toList(), vocabulary);
    return new LabelledTexts(new TrainTest(encode(train, first, words), encode(test, read(test), words)), words);
  }

  /**
   * Reads a file, encoded by a vocabulary that is there already.
   *
   * @throws DataException naming file and line of what is wrong, a text with too many words among it
   */
  public Dataset load(Path file, Vocabulary words) {
    return encode(file, read(file), words);
  }

  /** A record and where it stands. */
  private record Line(int number, String text, int label) {}

  private Dataset encode(Path file, List<Line> lines, Vocabulary words) {
    float[] encoded = new float[lines.size() * tokens];
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      Line line = lines.get(i);
      labels[i] = line.label();
      int count = Vocabulary.split(line.text()).size();
      if (count < 1 || count > tokens) {
        throw new DataException(place(file, line.number()),
            "a text has 1 to " + tokens + " words, and this one has " + count,
            count < 1 ? "remove the line" : "ask for tokens(" + count + ") and declare as many, or cut the text");
      }
      System.arraycopy(words.encode(line.text(), tokens), 0, encoded, i * tokens, tokens);
    }
    Path last = file.getFileName();
    return Dataset.builder(last == null ? "texts" : last.toString())
        .input(input, new int[] {tokens}, encoded)
        .labels(labels, classes)
        .build();
  }

  private List<Line> read(Path file) {
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(DataFiles.open(file), StandardCharsets.UTF_8.newDecoder()))) {
      return read(file, reader);
    } catch (CharacterCodingException cause) {
      throw new DataException(file.toString(), "the file must be text in UTF-8, and it is not", "convert it", cause);
    } catch (IOException cause) {
      throw DataFiles.unreadable(file, cause);
    }
  }

  private List<Line> read(Path file, BufferedReader reader) throws IOException {
    String first = reader.readLine();
    if (first == null) {
      throw new DataException(file.toString(), "the first line names the columns, and the file is empty",
          "give a file with a header");
    }
    List<String> columns = cells(first);
    int textColumn = column(file, columns, text);
    int labelColumn = column(file, columns, label);
    List<Line> lines = new ArrayList<>();
    int number = 1;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      List<String> cells = cells(line);
      if (cells.size() != columns.size()) {
        throw new DataException(place(file, number), "every line has as many cells as the first, " + columns.size()
            + ", and this one has " + cells.size(), "remove tabs from texts, or supply what is missing");
      }
      int label = classes.indexOf(cells.get(labelColumn).strip());
      if (label < 0) {
        throw new DataException(place(file, number), "a class is one of " + classes + ", and this one is '"
            + cells.get(labelColumn) + "'", "call classes(...) with those of the file, or correct it");
      }
      lines.add(new Line(number, cells.get(textColumn), label));
    }
    if (lines.isEmpty()) {
      throw new DataException(file.toString(), "a file has at least one record, and this one has none",
          "give a file with records");
    }
    return lines;
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.split("\t", -1));
  }

  private static int column(Path file, List<String> columns, String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new DataException(file + ", line 1", "the first line must name the column '" + name + "', and it names "
          + columns, Suggestions.forName(name, columns));
    }
    return index;
  }

  private static String place(Path file, int line) {
    return file + ", line " + line;
  }
}
