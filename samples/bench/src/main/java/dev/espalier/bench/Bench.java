package dev.espalier.bench;

import dev.espalier.bench.measure.Outcome;
import dev.espalier.bench.measure.Peak;
import dev.espalier.bench.measure.Race;
import dev.espalier.bench.own.OwnForms;
import dev.espalier.bench.pattern.SmtxException;
import dev.espalier.bench.peer.Library;
import dev.espalier.bench.peer.NativeThreads;
import dev.espalier.bench.report.Cell;
import dev.espalier.bench.report.JsonReport;
import dev.espalier.bench.report.StabilityReport;
import dev.espalier.bench.report.TableReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.incubator.vector.FloatVector;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures generated kernels beside native libraries. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures generated kernels beside native libraries. Every figure is checked before it is timed.")
public final class Bench implements Callable<Integer> {
  /** Two seconds: a machine that is shared has slow times of 40 ms to one second. */
  private static final int BUDGET_MILLIS = 2_000;

  @Spec private CommandSpec command;

  @Mixin private final Options options = new Options();

  /** Exits with 1 where a contender of ours is wrong or unstable, with 2 where the options are. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::explain);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof SmtxException || failure instanceof IOException) {
      command.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw failure;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    return options.stability > 0 ? stability() : measure();
  }

  private int measure() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Set<Library> libraries = options.libraries();
    List<Contender> own = OwnForms.on(options.threads);
    List<Contender> contenders = new ArrayList<>(own);
    libraries.forEach(l -> contenders.addAll(l.contenders(options.threads)));
    Set<String> forms = own.stream().map(Contender::name).collect(Collectors.toSet());
    out.println(
        FloatVector.SPECIES_PREFERRED.vectorBitSize() + "-bit vectors, Java " + Runtime.version() + ", "
            + options.clocks() + " clock, peers " + libraries);
    if (!libraries.isEmpty()) {
      NativeThreads.set(options.threads);
      out.println("Threads of the peers: " + NativeThreads.settings(options.threads) + ", ONNX Runtime and PyTorch "
          + options.threads + " each by their own options");
    }
    TableReport table = new TableReport(out, forms);
    Race race = new Race(new Peak(options.threads), options.clocks(), BUDGET_MILLIS);
    List<Cell> cells = new ArrayList<>();
    for (Plan.Source source : Plan.of(options)) {
      Outcome outcome = race.run(source.make(), contenders);
      table.print(outcome, options.threads);
      cells.addAll(Cell.of(outcome, forms, options.threads));
    }
    table.means(cells);
    write(cells);
    return cells.stream().allMatch(c -> c.problem() == null) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private int stability() throws IOException, InterruptedException {
    StabilityReport report = new StabilityReport(Stability.run(options));
    report.print(command.commandLine().getOut());
    write(report.cells());
    return report.passes() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void write(List<Cell> cells) throws IOException {
    if (options.json != null) {
      Path directory = options.json.toAbsolutePath().getParent();
      Files.createDirectories(directory);
      Files.writeString(options.json, JsonReport.text(cells));
    }
  }
}
