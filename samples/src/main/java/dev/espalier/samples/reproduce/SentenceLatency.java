package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.samples.heads.PrunedCascade;
import dev.espalier.samples.heads.PrunedFewHeads;
import dev.espalier.samples.reproduce.Latency.Line;
import dev.espalier.samples.tokens.PrunedHalved;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How much less time sentences of SST-2's dev set take without 7 of 16 heads, with half of the multiply-adds by the
 * words that stay, and with both, beside how many fewer multiply-adds on their own words: one thread, one sentence and
 * 32 at once, as they come. Weights are as drawn, heads go at random: what is computed does not depend on it.
 */
final class SentenceLatency {
  static final String NAME = "sst2-latency";

  private static final int[] BATCHES = {1, 32};
  private static final int SENTENCES = 128;

  private final Dataset sentences;
  private final int rounds;

  /** Takes of each sentence, or batch of them, the fastest of so many rounds. */
  SentenceLatency(Path directory, int rounds) {
    Dataset dev = Sst2Table.sentences(directory, "dev.tsv").test();
    this.sentences = dev.take(Math.min(SENTENCES, dev.size()) / BATCHES[1] * BATCHES[1]);
    this.rounds = rounds;
  }

  /** A frozen network and what it computes for a sentence. */
  private record Timed(String name, Frozen frozen, double macs) {}

  /** Prints the table, and writes it into a directory. */
  void run(Path out) throws IOException {
    PrunedFewHeads whole =
        Sst2Table.whole(PrunedFewHeads.builder(), PrunedFewHeads.create(1)).seed(1).build();
    Timed dense = timed("dense", whole, PrunedFewHeads::freeze);
    List<Timed> pruned = List.of(
        timed("heads", atRandom(PrunedFewHeads.builder()), PrunedFewHeads::freeze),
        timed("words", PrunedHalved.create(1), PrunedHalved::freeze),
        timed("heads, words", atRandom(PrunedCascade.builder()), PrunedCascade::freeze));
    List<Supplier<Line>> lines = new ArrayList<>();
    for (int batch : BATCHES) {
      pruned.forEach(network -> lines.add(() -> line(dense, network, batch)));
    }
    Latency.write(NAME, lines, out);
  }

  private static <N extends PrunableNetwork> N atRandom(NetworkBuilder<N> builder) {
    N network = builder.seed(1)
        .policies(p -> p.criterion(Criterion.RANDOM).scoring(ScoringOptions.DEFAULTS)).build();
    network.prune();
    return network;
  }

  private <N extends PrunableNetwork> Timed timed(String name, N network, Function<N, Frozen> freezing) {
    return new Timed(name, freezing.apply(network), network.cost(sentences).dynamic().tokens().seenMacs());
  }

  private Line line(Timed dense, Timed pruned, int batch) {
    try (Workers alone = Workers.of(1)) {
      FrozenSession ofDense = dense.frozen().session(batch, alone);
      FrozenSession ofPruned = pruned.frozen().session(batch, alone);
      int features = sentences.copy(0, 0).length;
      float[][] batches = new float[sentences.size() / batch][batch * features];
      for (int i = 0; i < sentences.size(); i++) {
        System.arraycopy(sentences.copy(i, 0), 0, batches[i / batch], i % batch * features, features);
      }
      double[] leastDense = new double[batches.length];
      double[] leastPruned = new double[batches.length];
      Arrays.fill(leastDense, Double.POSITIVE_INFINITY);
      Arrays.fill(leastPruned, Double.POSITIVE_INFINITY);
      for (int round = 0; round < rounds; round++) {
        round(ofDense, batches, leastDense);
        round(ofPruned, batches, leastPruned);
      }
      double samples = (double) batches.length * batch;
      return new Line(pruned.name(), batch, 1 - pruned.macs() / dense.macs(),
          Arrays.stream(leastDense).sum() / samples, Arrays.stream(leastPruned).sum() / samples);
    }
  }

  /** Lowers the microseconds of each batch to those of this round. */
  private static void round(FrozenSession session, float[][] batches, double[] least) {
    float[] scores = new float[batches[0].length];
    for (int i = 0; i < batches.length; i++) {
      long start = System.nanoTime();
      session.scores(batches[i], scores);
      least[i] = Math.min(least[i], (System.nanoTime() - start) / 1e3);
    }
  }
}
