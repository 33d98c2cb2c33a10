package dev.espalier.samples.demo;

import dev.espalier.runtime.data.DataException;
import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.IdxFiles;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedLeNet300;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains LeNet-300-100 dense and pruned on the same data, freezes both, and reports what pruning cost and saved, as a
 * table
 * and as {@code report.json}.
 */
@Command(name = "demo", description = "Trains, prunes and measures LeNet-300-100.")
public final class Demo implements Callable<Integer> {

  @Option(
      names = "--data",
      description = "directory with the four IDX files of MNIST or its kin; without it the embedded drawn digits")
  private String data = "";

  @Option(names = "--out", description = "where report.json and the frozen networks go")
  private Path out = Path.of("target", "demo");

  @Option(names = "--epochs", description = "epochs of training, at least 4")
  private int epochs = 10;

  @Option(names = "--sparsity", description = "share of zeros over the whole network")
  private double sparsity = 0.95;

  @Option(names = "--seed", description = "seed of initialisation and order")
  private long seed = 42;

  /** Runs the demo and exits with 1 after an error that the data or the options caused. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs the demo and gives its exit status: 0, 1 after an error that the data or a policy caused, 2 after a wrong
   * option.
   */
  public static int run(String... args) {
    return new CommandLine(new Demo()).setExecutionExceptionHandler(Demo::explain).execute(args);
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof DataException || failure instanceof PolicyException) {
      System.err.println(failure.getMessage());
      return 1;
    }
    throw failure;
  }

  @Override
  public Integer call() throws IOException {
    TrainTest digits = data.isBlank() ? DrawnDigits.generate(12_000, 2_000, 1) : IdxFiles.loadDirectory(Path.of(data));
    System.out.printf(
        "%nLeNet-300-100 on %s: %,d images to train, %,d to test%n",
        digits.train().name(), digits.train().size(), digits.test().size());
    Files.createDirectories(out);

    System.out.printf("%nDense, %d epochs%n", epochs);
    PrunedLeNet300 kept = train(digits, builder().keep("hidden1").keep("hidden2").keep("logits"));
    Measured dense = Measured.of(kept, digits, out.resolve("dense.espalier"));

    System.out.printf("%nPruned to %.1f %% while it trains, %d epochs%n", 100 * sparsity, epochs);
    SchedulePlan ramp = SchedulePlan.gradual(1, 0.7 * epochs, 100);
    NetworkBuilder<PrunedLeNet300> builder = builder();
    for (String layer : new String[] {"hidden1", "hidden2", "logits"}) {
      builder.policy(layer, p -> p.sparsity(sparsity).schedule(ramp));
    }
    Measured pruned = Measured.of(train(digits, builder), digits, out.resolve("pruned.espalier"));

    Report report = new Report("LeNet300", digits.train().name(), dense, pruned);
    System.out.println();
    System.out.println(pruned.cost());
    System.out.println(report.table());
    Path json = out.resolve("report.json");
    Files.writeString(json, report.json() + "\n");
    System.out.println("report: " + json);
    return 0;
  }

  private NetworkBuilder<PrunedLeNet300> builder() {
    return PrunedLeNet300.builder().seed(seed).train(t -> t.epochs(epochs));
  }

  private static PrunedLeNet300 train(TrainTest digits, NetworkBuilder<PrunedLeNet300> builder) {
    PrunedLeNet300 net = builder.build();
    net.fit(digits.train(), digits.test(), Listener.console());
    return net;
  }
}
