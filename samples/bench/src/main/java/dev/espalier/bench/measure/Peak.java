package dev.espalier.bench.measure;

import dev.espalier.bench.Contender;
import dev.espalier.bench.Settling;
import dev.espalier.bench.task.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The machine's peak of multiply-adds as the Vector API reaches it: chains that do not depend on each other and touch
 * no memory, on as many threads as the contenders have. Ten chains hide a latency of five cycles at two a cycle.
 */
public final class Peak implements Contender {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10;
  private static final int STEPS = 100_000;

  private final int threads;

  /** On a number of threads, at least 1. */
  public Peak(int threads) {
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  /** Floating-point operations of one run on all threads. */
  double operations() {
    return 2.0 * CHAINS * STEPS * SPECIES.length() * threads;
  }

  @Override
  public String name() {
    return "peak";
  }

  @Override
  public Settling settling() {
    return new Settling(Duration.ofMillis(100), 1);
  }

  @Override
  public boolean takes(Task task) {
    return true;
  }

  @Override
  public Prepared prepare(Task task) {
    return threads == 1 ? new Alone() : new Together(threads);
  }

  private static final class Alone implements Prepared {
    private float sum;

    @Override
    public void run() {
      sum = chains(1e-6f);
    }

    @Override
    public List<float[]> result() {
      return sum > 0 ? List.of() : List.of(new float[] {sum});
    }
  }

  private static final class Together implements Prepared {
    private final ExecutorService pool;
    private final int threads;
    private float sum;

    Together(int threads) {
      this.threads = threads;
      this.pool = Executors.newFixedThreadPool(threads);
    }

    @Override
    public void run() throws Exception {
      List<Future<Float>> sums =
          pool.invokeAll(Collections.nCopies(threads, () -> chains(1e-6f)));
      sum = 0;
      for (Future<Float> each : sums) {
        sum += each.get();
      }
    }

    @Override
    public List<float[]> result() {
      return sum > 0 ? List.of() : List.of(new float[] {sum});
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static float chains(float start) {
    FloatVector scale = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector shift = FloatVector.broadcast(SPECIES, start);
    FloatVector a = FloatVector.broadcast(SPECIES, 1 * start);
    FloatVector b = FloatVector.broadcast(SPECIES, 2 * start);
    FloatVector c = FloatVector.broadcast(SPECIES, 3 * start);
    FloatVector d = FloatVector.broadcast(SPECIES, 4 * start);
    FloatVector e = FloatVector.broadcast(SPECIES, 5 * start);
    FloatVector f = FloatVector.broadcast(SPECIES, 6 * start);
    FloatVector g = FloatVector.broadcast(SPECIES, 7 * start);
    FloatVector h = FloatVector.broadcast(SPECIES, 8 * start);
    FloatVector i = FloatVector.broadcast(SPECIES, 9 * start);
    FloatVector j = FloatVector.broadcast(SPECIES, 10 * start);
    for (int step = 0; step < STEPS; step++) {
      a = a.lanewise(VectorOperators.FMA, scale, shift);
      b = b.lanewise(VectorOperators.FMA, scale, shift);
      c = c.lanewise(VectorOperators.FMA, scale, shift);
      d = d.lanewise(VectorOperators.FMA, scale, shift);
      e = e.lanewise(VectorOperators.FMA, scale, shift);
      f = f.lanewise(VectorOperators.FMA, scale, shift);
      g = g.lanewise(VectorOperators.FMA, scale, shift);
      h = h.lanewise(VectorOperators.FMA, scale, shift);
      i = i.lanewise(VectorOperators.FMA, scale, shift);
      j = j.lanewise(VectorOperators.FMA, scale, shift);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).reduceLanes(VectorOperators.ADD);
  }
}
