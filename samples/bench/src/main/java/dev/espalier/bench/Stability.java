package dev.espalier.bench;

import dev.espalier.bench.report.Cell;
import dev.espalier.bench.report.CellReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the same measurement in fresh processes, one after the other. */
final class Stability {

  private Stability() {}

  /**
   * The cells of each process.
   *
   * @throws IOException if a process ends without its cells; its output has been printed
   */
  static List<List<Cell>> run(Options options) throws IOException, InterruptedException {
    List<List<Cell>> processes = new ArrayList<>();
    Path json = Files.createTempFile("bench", ".json");
    try {
      for (int i = 0; i < options.stability; i++) {
        processes.add(one(options, json));
      }
    } finally {
      Files.deleteIfExists(json);
    }
    return processes;
  }

  private static List<Cell> one(Options options, Path json) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(options.arguments(json));
    Files.writeString(json, "");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
    process.waitFor();
    if (Files.size(json) == 0) {
      throw new IOException("A process ended with exit code " + process.exitValue() + " and no figures:\n" + output);
    }
    return CellReader.read(json);
  }
}
