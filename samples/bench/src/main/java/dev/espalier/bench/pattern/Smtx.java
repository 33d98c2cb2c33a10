package dev.espalier.bench.pattern;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/**
 * The .smtx files of the Deep Learning Matrix Collection (Gale et al., "Sparse GPU Kernels for Deep Learning",
 * arXiv:2006.10901): line 1 is {@code rows, columns, kept}, line 2 the row offsets, line 3 the column indices. There
 * are no values; they are drawn.
 */
public final class Smtx {

  private static final String ENDING = ".smtx";

  private Smtx() {}

  /**
   * The .smtx files below a directory by name, or the one file given.
   *
   * @throws SmtxException if there is none
   */
  public static List<Path> files(Path fileOrDirectory) throws IOException {
    if (Files.isRegularFile(fileOrDirectory)) {
      return List.of(fileOrDirectory);
    }
    if (!Files.isDirectory(fileOrDirectory)) {
      throw new SmtxException(fileOrDirectory, "there is neither a file nor a directory of this name");
    }
    try (Stream<Path> below = Files.walk(fileOrDirectory)) {
      List<Path> found = below.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
      if (found.isEmpty()) {
        throw new SmtxException(fileOrDirectory, "no file below this directory ends in " + ENDING);
      }
      return found;
    }
  }

  /**
   * Reads one file and draws values.
   *
   * @throws SmtxException if it is not of the format; the text names the line and what was found
   */
  public static SparseMatrix read(Path file, long seed) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
      int[] head = numbers(file, 1, lines.readLine(), 3);
      int rows = head[0];
      int columns = head[1];
      int kept = head[2];
      if (rows < 1 || columns < 1 || kept < 0 || (long) kept > (long) rows * columns) {
        throw new SmtxException(
            file, "line 1 gives " + rows + " rows, " + columns + " columns and " + kept + " kept places");
      }
      int[] pointers = numbers(file, 2, lines.readLine(), rows + 1);
      String third = lines.readLine();
      int[] indices = numbers(file, 3, third == null && kept == 0 ? "" : third, kept);
      check(file, pointers, indices, columns);
      return SparseMatrix.withValues(rows, columns, pointers, indices, seed);
    }
  }

  private static void check(Path file, int[] pointers, int[] indices, int columns) {
    if (pointers[0] != 0 || pointers[pointers.length - 1] != indices.length) {
      throw new SmtxException(file, "line 2 runs from " + pointers[0] + " to " + pointers[pointers.length - 1]
          + " and has to run from 0 to the " + indices.length + " kept places");
    }
    for (int row = 0; row + 1 < pointers.length; row++) {
      if (pointers[row] > pointers[row + 1]) {
        throw new SmtxException(file, "line 2: the offset of row " + (row + 1) + " falls from " + pointers[row] + " to "
            + pointers[row + 1]);
      }
    }
    for (int row = 0; row + 1 < pointers.length; row++) {
      for (int i = pointers[row]; i < pointers[row + 1]; i++) {
        if (indices[i] < 0 || indices[i] >= columns || (i > pointers[row] && indices[i] <= indices[i - 1])) {
          throw new SmtxException(file, "line 3: column " + indices[i] + " in row " + row
              + "; columns of a row rise and are below " + columns);
        }
      }
    }
  }

  private static int[] numbers(Path file, int line, String text, int expected) {
    if (text == null) {
      throw new SmtxException(file, "line " + line + " is missing");
    }
    StringTokenizer tokens = new StringTokenizer(text, ", \t");
    if (tokens.countTokens() != expected) {
      throw new SmtxException(
          file, "line " + line + " has " + tokens.countTokens() + " numbers and has to have " + expected);
    }
    int[] numbers = new int[expected];
    for (int i = 0; i < expected; i++) {
      String token = tokens.nextToken();
      try {
        numbers[i] = Integer.parseInt(token);
      } catch (NumberFormatException notANumber) {
        throw new SmtxException(file, "line " + line + " has '" + token + "' where a whole number belongs", notANumber);
      }
    }
    return numbers;
  }
}
