package dev.espalier.samples.reproduce;

import dev.espalier.runtime.data.DataException;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.diagnostic.Suggestions;
import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.samples.reproduce.Table.Experiment;
import dev.espalier.samples.reproduce.Table.Outcome;
import dev.espalier.samples.reproduce.Table.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs a published table anew: every setting with several seeds, spread over the cores, our figure beside the
 * published.
 */
@Command(name = "reproduce", description = "Runs a published table anew.")
public final class Reproduce implements Callable<Integer> {

  private static final List<Table> TABLES =
      List.of(
          new LeNet300Table(),
          new SnipTable(),
          new DstTable(),
          new LotteryTable(),
          new RiglTable(),
          new ActivationsTable(),
          new GatesTable(),
          new VisionTable(),
          new Sst2Table(),
          new ColumnsTable(),
          new OneShotTable(),
          new TimeTable(),
          new LeNet5Table(),
          new SlimmingTable(),
          new ResNet20Table());

  private static final int LATENCY_ROUNDS = 200;

  @Option(names = "--table", description = "which table", required = true)
  private String table;

  @Option(names = "--data", description = "directory with the table's data: IDX or CIFAR files", defaultValue = "")
  private String data;

  @Option(names = "--out", description = "where the table goes as JSON")
  private Path out = Path.of("target", "reproduce");

  @Option(names = "--seeds", description = "runs of each setting")
  private int seeds = 3;

  @Option(names = "--threads", description = "runs at a time")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** Runs the table and exits with 1 after an error that the data or the options caused. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Reproduce()).setExecutionExceptionHandler(Reproduce::explain).execute(args));
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof DataException || failure instanceof IllegalArgumentException) {
      System.err.println(failure.getMessage());
      return 1;
    }
    throw failure;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    if (table.equals(Latency.NAME)) {
      new Latency(LATENCY_ROUNDS).run(out);
      return 0;
    }
    if (table.equals(SentenceLatency.NAME)) {
      requireData();
      new SentenceLatency(Path.of(data), LATENCY_ROUNDS).run(out);
      return 0;
    }
    Table chosen = choose();
    requireData();
    if (seeds < 1) {
      throw new IllegalArgumentException("--seeds = " + seeds + "; a table needs at least 1.");
    }
    TrainTest set = chosen.load(Path.of(data));
    Files.createDirectories(out);
    List<Row> rows = run(chosen, set, new KeptRuns(out.resolve(chosen.name() + ".runs.jsonl")));
    JsonArray json = Json.array();
    System.out.println();
    System.out.println(Row.heads());
    for (Row row : rows) {
      System.out.println(row.line());
      json.add(row.json());
    }
    Path file = out.resolve(chosen.name() + ".json");
    Files.writeString(file, Json.object().put("table", chosen.name()).put("rows", json).text() + "\n");
    System.out.println("\ntable: " + file);
    return 0;
  }

  private void requireData() {
    if (data.isBlank()) {
      throw new IllegalArgumentException("no data: pass -Ddata=DIR, a directory with the table's data, the four IDX files"
          + " of MNIST, CIFAR-10's, or train.tsv, dev.tsv and test.tsv of SST-2.");
    }
  }

  private Table choose() {
    return TABLES.stream()
        .filter(t -> t.name().equals(table))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no table is called '" + table + "': "
                        + Suggestions.forName(
                            table,
                            Stream.concat(
                                    TABLES.stream().map(Table::name), Stream.of(Latency.NAME, SentenceLatency.NAME))
                                .toList())));
  }

  private List<Row> run(Table chosen, TrainTest set, KeptRuns kept)
      throws InterruptedException, ExecutionException {
    try (ExecutorService pool = Executors.newFixedThreadPool(chosen.timed() ? 1 : threads)) {
      Map<Experiment, List<Future<List<Outcome>>>> futures = new LinkedHashMap<>();
      for (Experiment experiment : chosen.experiments()) {
        futures.put(experiment, new ArrayList<>());
      }
      for (int seed = 1; seed <= seeds; seed++) {
        long s = seed;
        futures.forEach((experiment, ofSeeds) -> ofSeeds.add(pool.submit(() -> timed(experiment, set, s, kept))));
      }
      List<Row> rows = new ArrayList<>();
      for (Map.Entry<Experiment, List<Future<List<Outcome>>>> entry : futures.entrySet()) {
        List<List<Outcome>> ofSeeds = new ArrayList<>();
        for (Future<List<Outcome>> future : entry.getValue()) {
          ofSeeds.add(future.get());
        }
        List<Setting> settings = entry.getKey().settings();
        for (int i = 0; i < settings.size(); i++) {
          int place = i;
          rows.add(Row.of(settings.get(i), ofSeeds.stream().map(outcomes -> outcomes.get(place)).toList()));
        }
      }
      return rows;
    }
  }

  private static List<Outcome> timed(Experiment experiment, TrainTest set, long seed, KeptRuns kept) {
    String fingerprint = KeptRuns.fingerprint(experiment, set, seed);
    List<Outcome> done = kept.find(fingerprint);
    if (done != null) {
      return done;
    }
    long start = System.nanoTime();
    List<Outcome> outcomes = experiment.run().train(set, seed);
    kept.add(fingerprint, experiment, seed, outcomes);
    double seconds = (System.nanoTime() - start) / 1e9;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < outcomes.size(); i++) {
      Setting setting = experiment.settings().get(i);
      Outcome outcome = outcomes.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%s, %s, seed %d: error %.2f %%, sparsity %.2f %%, %.0f s%n",
              setting.network(),
              setting.name(),
              seed,
              outcome.error(),
              100 * outcome.sparsity(),
              seconds));
    }
    System.out.print(text);
    return outcomes;
  }
}
