package dev.espalier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.bench.report.Cell;
import dev.espalier.bench.report.CellReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class OptionsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      --only nothing                         | --only is of [forward, backward, training, conv, attention, latency], and 'nothing' was given.
      --peers blis                           | --peers is of [mkl, openblas, onednn, ort, pytorch] or none, and 'blis' was given.
      --peers none,mkl                       | --peers none stands alone, and none,mkl was given.
      --shape 512                            | --shape: a shape is MxKxN
      --shape 784-10x8                       | --shape 784-10x8 is for [training], and --only asks for [forward].
      --sparsity 1                           | --sparsity is a share of zeros, at least 0 and below 1, and 1.0 was given.
      --sparsity NaN                         | --sparsity is a share of zeros, at least 0 and below 1, and NaN was given.
      --pattern diagonal                     | --pattern: a pattern is random
      --pattern nm:2:4 --sparsity 0.9        | --pattern nm:2:4 sets the sparsity to 0.5, and --sparsity 0.9 was given; leave --sparsity out.
      --threads 0                            | --threads is at least 1, and 0 was given.
      --threads 2 --clock cpu                | --clock cpu is the time of one thread, and --threads 2 was given.
      --clock sun                            | --clock is of [wall, cpu], and 'sun' was given.
      --stability -1                         | --stability is at least 0, and -1 was given.
      --smtx a.smtx --only conv              | --smtx gives patterns for forward and backward, and --only asks for [conv].
      --smtx a.smtx --sparsity 0.5           | --smtx brings its own shapes and patterns; leave --shape and --sparsity out.
      --shapes 1x1x1                         | Unknown option
      """)
  void aWrongOptionIsRefusedWithTheRuleAndWhatWasGiven(String options, String message) {
    StringWriter errors = new StringWriter();
    int exit = bench(errors, options.split(" ", -1));
    assertThat(errors.toString()).contains(message);
    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  @Test
  void aMissingFileOfPatternsIsRefused() {
    StringWriter errors = new StringWriter();
    int exit = bench(errors, "--peers", "none", "--smtx", directory.resolve("gone.smtx").toString());
    assertThat(errors.toString()).contains("neither a file nor a directory of this name");
    assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  @Test
  void aRunWithoutPeersWritesItsCells() throws IOException {
    Path json = directory.resolve("new/cells.json");
    int exit = bench(
        new StringWriter(),
        "--peers", "none", "--shape", "8x8x16", "--sparsity", "0.5", "--json", json.toString());
    assertThat(exit).isZero();
    List<Cell> cells = CellReader.read(json);
    assertThat(cells).extracting(Cell::form)
        .containsExactly("dense", "rows", "panels", "bitmap", "baked", "auto");
    assertThat(cells).allSatisfy(c -> {
      assertThat(c.kind()).isEqualTo("forward");
      assertThat(c.shape()).isEqualTo("8x8x16");
      assertThat(c.sparsity()).isEqualTo(0.5);
      assertThat(c.micros()).isPositive();
      assertThat(c.peers()).isEmpty();
    });
  }

  @Test
  void theArgumentsOfAFreshProcessAskForTheSameWork() throws IOException {
    Path smtx = Files.writeString(directory.resolve("a.smtx"), "1, 1, 0\n0 0\n");
    Options options = new Options();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("options", CommandLine.Model.CommandSpec
        .forAnnotatedObject(options)))
        .parseArgs("--only", "forward,backward", "--smtx", smtx.toString(), "--lanes", "64", "--stability", "3");
    assertThat(options.arguments(Path.of("out.json")))
        .containsExactly(
            "--only", "forward,backward", "--pattern", "random", "--threads", "1", "--smtx", smtx.toString(),
            "--lanes", "64", "--clock", "wall", "--peers", "none", "--json", "out.json");
  }

  private static int bench(StringWriter errors, String... arguments) {
    return Bench.commandLine()
        .setErr(new PrintWriter(errors))
        .setOut(new PrintWriter(new StringWriter()))
        .execute(java.util.Arrays.stream(arguments).filter(a -> !a.isEmpty()).toArray(String[]::new));
  }
}
