package dev.espalier.samples.reproduce;

import dev.espalier.runtime.json.Json;
import dev.espalier.runtime.json.JsonArray;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.samples.models.PrunedLeNet5Caffe;
import dev.espalier.samples.models.PrunedMobileCifar;
import dev.espalier.samples.models.PrunedResNet20;
import dev.espalier.samples.models.PrunedVggCifar;
import dev.espalier.samples.models.PrunedVisionTransformer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much less time the convolutional sample networks take when they are pruned by their policies, beside how many
 * fewer multiply-adds: frozen networks of made-up parameters on made-up images, one thread, the processor's time for it.
 * Nothing is trained, for what is left of a network does not depend on it.
 */
final class Latency {
  static final String NAME = "latency";

  private static final int[] BATCHES = {1, 64};
  private static final int[] TRANSFORMER_BATCHES = {1, 32};
  private static final long ROUND_NANOS = 20_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int rounds;

  /**
   * Measures so many rounds of 20 ms on a processor; the first half of them, in which HotSpot compiles, does not count.
   */
  Latency(int rounds) {
    this.rounds = rounds;
  }

  /**
   * One network at one batch.
   *
   * @param macs what multiply-adds fell by, 0 to 1
   * @param dense microseconds a sample, the best round
   * @param pruned the same of the pruned network
   */
  record Line(String network, int batch, double macs, double dense, double pruned) {

    /** What the time fell by, 0 to 1. */
    double fall() {
      return 1 - pruned / dense;
    }

    /** The fall of the time as a share of the fall of multiply-adds. */
    double ratio() {
      return fall() / macs;
    }
  }

  /** Prints the table, and writes it into a directory. */
  void run(Path out) throws IOException {
    write(NAME, networks(), out);
  }

  /** Measures line by line, prints the table, and writes it into a directory. */
  static void write(String name, List<Supplier<Line>> lines, Path out) throws IOException {
    JsonArray json = Json.array();
    System.out.println("network                         batch  MACs fall  dense us  pruned us  time falls  time/MACs");
    for (Supplier<Line> of : lines) {
      Line line = of.get();
      System.out.printf(Locale.ROOT, "%-31s %5d  %8.1f %%  %8.1f  %9.1f  %8.1f %%  %9.2f%n", line.network(),
          line.batch(), 100 * line.macs(), line.dense(), line.pruned(), 100 * line.fall(), line.ratio());
      json.add(Json.object().put("network", line.network()).put("batch", line.batch()).put("macsFall", line.macs())
          .put("denseMicroseconds", line.dense()).put("prunedMicroseconds", line.pruned())
          .put("timeFall", line.fall()));
    }
    Files.createDirectories(out);
    Path file = out.resolve(name + ".json");
    Files.writeString(file, Json.object().put("table", name).put("rows", json).text() + "\n");
    System.out.println("\ntable: " + file);
  }

  private List<Supplier<Line>> networks() {
    List<Supplier<Line>> convolutional = IntStream.of(BATCHES).boxed().flatMap(batch -> Stream.<Supplier<Line>>of(
        () -> line("LeNet5Caffe", batch, PrunedLeNet5Caffe::create, PrunedLeNet5Caffe::freeze),
        () -> line("VggCifar", batch, PrunedVggCifar::create, PrunedVggCifar::freeze),
        () -> line("ResNet20", batch, PrunedResNet20::create, PrunedResNet20::freeze),
        () -> line("MobileCifar", batch, PrunedMobileCifar::create, PrunedMobileCifar::freeze))).toList();
    List<Supplier<Line>> all = new ArrayList<>(convolutional);
    for (int batch : TRANSFORMER_BATCHES) {
      all.add(() -> transformer("heads", batch, 0.25, 0, false));
      all.add(() -> transformer("tokens", batch, 0, 0, true));
      all.add(() -> transformer("weights", batch, 0, 0.8, false));
      all.add(() -> transformer("heads and tokens", batch, 0.25, 0, true));
      all.add(() -> transformer("all three", batch, 0.25, 0.8, true));
    }
    return all;
  }

  private Line transformer(String without, int batch, double heads, double weights, boolean tokens) {
    PrunedVisionTransformer network = PrunedVisionTransformer.create(1);
    MadeUp.parameters(network, 1);
    return line("VisionTransformer, " + without, batch, network.freeze(),
        VisionTable.untuned(network, heads, weights, tokens));
  }

  <N extends PrunableNetwork> Line line(
      String name, int batch, Function<Long, N> create, Function<N, Frozen> freeze) {
    N network = create.apply(1L);
    MadeUp.parameters(network, 1);
    Frozen dense = freeze.apply(network);
    network.prune();
    return line(name, batch, dense, freeze.apply(network));
  }

  Line line(String name, int batch, Frozen dense, Frozen pruned) {
    double macs = 1 - (double) pruned.cost().macs().pruned() / dense.cost().macs().pruned();
    try (Workers alone = Workers.of(1)) {
      Runs runsDense = new Runs(dense.session(batch, alone), dense, batch);
      Runs runsPruned = new Runs(pruned.session(batch, alone), pruned, batch);
      double leastDense = Double.POSITIVE_INFINITY;
      double leastPruned = Double.POSITIVE_INFINITY;
      for (int round = 0; round < rounds; round++) {
        double ofDense = runsDense.round();
        double ofPruned = runsPruned.round();
        if (2 * round >= rounds) {
          leastDense = Math.min(leastDense, ofDense);
          leastPruned = Math.min(leastPruned, ofPruned);
        }
      }
      return new Line(name, batch, macs, leastDense, leastPruned);
    }
  }

  /** One network scoring one batch again and again. */
  private static final class Runs {
    private final FrozenSession session;
    private final float[] images;
    private final float[] scores;
    private final int batch;

    Runs(FrozenSession session, Frozen frozen, int batch) {
      this.session = session;
      this.batch = batch;
      this.images = new float[batch * frozen.blueprint().inputs().getFirst().inference().features()];
      this.scores = new float[batch * frozen.blueprint().output().output().features()];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) Math.sin(i);
      }
    }

    /** Microseconds a sample. */
    double round() {
      long start = THREADS.getCurrentThreadCpuTime();
      long taken;
      int runs = 0;
      do {
        session.scores(images, scores);
        runs++;
        taken = THREADS.getCurrentThreadCpuTime() - start;
      } while (taken < ROUND_NANOS);
      return taken / 1e3 / runs / batch;
    }
  }
}
