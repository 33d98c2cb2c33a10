package dev.espalier.runtime.sweep;

import dev.espalier.runtime.file.AtomicFile;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.file.EspalierFileException.Reason;
import dev.espalier.runtime.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of a sweep as JSON Lines, a line a finished cell, in the order of the cells whatever order they finished
 * in. Replaced as a whole with each cell, so that every line in it is whole. For several threads.
 */
final class ResultsFile {

  private final Path path;
  private final Map<Integer, SweepResult> finished = new TreeMap<>();

  /**
   * Takes from the file, if there is one, the results of these cells.
   *
   * @throws EspalierFileException when it cannot be read, or holds anything but results of these cells
   */
  ResultsFile(Path path, List<Cell> cells) {
    this.path = path;
    if (!Files.exists(path)) {
      return;
    }
    List<SweepResult> results = read(path);
    for (int line = 0; line < results.size(); line++) {
      take(results.get(line), line + 1, cells);
    }
  }

  private void take(SweepResult result, int line, List<Cell> cells) {
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (cell.policy().equals(result.policy()) && cell.seed() == result.seed()) {
        if (!cell.fingerprint().equals(result.fingerprint())) {
          throw new EspalierFileException(Reason.MISMATCH, path.toString(), "line " + line + " is of policy '"
              + result.policy() + "' and seed " + result.seed() + " under another network, policy, settings or data",
              "give the changed policy a name of its own, or write to another file");
        }
        finished.put(i, result);
        return;
      }
    }
    throw new EspalierFileException(Reason.MISMATCH, path.toString(), "line " + line + " is of policy '"
        + result.policy() + "' and seed " + result.seed() + ", which this sweep does not have",
        "add them to the sweep, or write to another file");
  }

  /** Whether a cell is finished. */
  synchronized boolean has(int cell) {
    return finished.containsKey(cell);
  }

  /** Adds a result and replaces the file. */
  synchronized void add(int cell, SweepResult result) {
    finished.put(cell, result);
    StringBuilder text = new StringBuilder();
    finished.values().forEach(each -> text.append(each.json().line()).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(path, out -> out.write(bytes));
  }

  /** What is finished, in the order of the cells. */
  synchronized List<SweepResult> results() {
    return List.copyOf(finished.values());
  }

  private static List<SweepResult> read(Path path) {
    List<String> lines;
    try {
      lines = Files.readAllLines(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EspalierFileException(Reason.IO_FAILED, path.toString(), "it cannot be read: " + e.getMessage(),
          "make it readable, or write to another file", e);
    }
    List<SweepResult> results = new ArrayList<>();
    for (String line : lines) {
      try {
        results.add(SweepResult.of(JsonReader.read(line)));
      } catch (RuntimeException e) {
        throw new EspalierFileException(Reason.CORRUPT, path.toString(), "line " + (results.size() + 1)
            + " is no result of a sweep (" + e.getMessage() + ")", "remove the line, or write to another file", e);
      }
    }
    return results;
  }
}
