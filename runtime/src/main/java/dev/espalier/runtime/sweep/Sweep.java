package dev.espalier.runtime.sweep;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.sweep.SweepException.Failure;
import dev.espalier.runtime.train.History;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Trains a network under several policies with several seeds each:
 *
 * <pre>{@code
 * List<SweepResult> results = Sweep.of(PrunedLeNet300::builder, PrunedLeNet300::fit)
 *     .policy("90 %", b -> b.policies(p -> p.sparsity(0.9)))
 *     .policy("98 %", b -> b.policies(p -> p.sparsity(0.98)))
 *     .seeds(1, 2, 3)
 *     .run(train, test, Path.of("sweep.jsonl"));
 * }</pre>
 *
 * <p>Cells run in parallel, each with all of its steps in a thread of its own. A finished cell stands in the file and
 * is not run again; one that was interrupted or failed is, from its beginning. File and results are the same for any
 * number of workers.
 *
 * @param <N> the generated class
 */
public final class Sweep<N extends PrunableNetwork> {

  private final Supplier<NetworkBuilder<N>> builders;
  private final Fit<? super N> fit;
  private final Map<String, UnaryOperator<NetworkBuilder<N>>> policies = new LinkedHashMap<>();
  private long[] seeds = {0};
  private int workers = Runtime.getRuntime().availableProcessors();
  private Function<String, Listener> listeners = cell -> Listener.none();

  private Sweep(Supplier<NetworkBuilder<N>> builders, Fit<? super N> fit) {
    this.builders = Objects.requireNonNull(builders, "builders");
    this.fit = Objects.requireNonNull(fit, "fit");
  }

  /**
   * A sweep without policies yet, with the seed 0, on all cores.
   *
   * @param builders {@code PrunedLeNet300::builder}
   * @param fit {@code PrunedLeNet300::fit}
   */
  public static <N extends PrunableNetwork> Sweep<N> of(Supplier<NetworkBuilder<N>> builders, Fit<? super N> fit) {
    return new Sweep<>(builders, fit);
  }

  /**
   * Adds a policy.
   *
   * @param name its name in the results
   * @param change what it overrides; seeds are the sweep's
   * @throws IllegalArgumentException when there is one of that name
   */
  public Sweep<N> policy(String name, UnaryOperator<NetworkBuilder<N>> change) {
    if (policies.putIfAbsent(Objects.requireNonNull(name, "name"), Objects.requireNonNull(change, "change")) != null) {
      throw new IllegalArgumentException("There are two policies '" + name + "'.\n  Fix: name one of them otherwise.");
    }
    return this;
  }

  /**
   * The seeds that every policy is run with.
   *
   * @throws IllegalArgumentException when there is none, or one twice
   */
  public Sweep<N> seeds(long... newSeeds) {
    if (newSeeds.length == 0 || Arrays.stream(newSeeds).distinct().count() < newSeeds.length) {
      throw new IllegalArgumentException("A sweep takes at least one seed, each once, and " + Arrays.toString(newSeeds)
          + " was given.\n  Fix: seeds(1, 2, 3).");
    }
    seeds = newSeeds.clone();
    return this;
  }

  /**
   * How many cells run at once.
   *
   * @throws IllegalArgumentException when it is below 1
   */
  public Sweep<N> workers(int newWorkers) {
    if (newWorkers < 1) {
      throw new IllegalArgumentException("A sweep has at least one worker, and " + newWorkers + " was given.");
    }
    workers = newWorkers;
    return this;
  }

  /**
   * Who hears of the runs.
   *
   * @param newListeners makes the listener of a cell from its text, {@code policy '90 %', seed 1}; it is called in the
   *     cell's thread
   */
  public Sweep<N> listener(Function<String, Listener> newListeners) {
    listeners = Objects.requireNonNull(newListeners, "listeners");
    return this;
  }

  /**
   * Runs what is not finished.
   *
   * @param file of the results, JSON Lines; its directory exists
   * @return all results, policy by policy in the order in which they were added, seed by seed
   * @throws PolicyException before anything runs, when a policy breaks a rule
   * @throws dev.espalier.runtime.file.EspalierFileException when the file holds other results or cannot be written
   * @throws SweepException when cells failed, or the thread was interrupted, which the cells that run are told
   */
  public List<SweepResult> run(Dataset train, Dataset test, Path file) {
    if (policies.isEmpty()) {
      throw new IllegalStateException("The sweep has no policy.\n  Fix: add one, policy(name, builder -> builder).");
    }
    List<Cell> cells = new ArrayList<>();
    policies.forEach((name, change) -> {
      NetworkBuilder<N> builder = change.apply(builders.get());
      check(name, builder);
      for (long seed : seeds) {
        cells.add(Cell.of(name, seed, builder.blueprint(), train, test));
      }
    });
    ResultsFile results = new ResultsFile(file, cells);
    Queue<Integer> left = new ConcurrentLinkedQueue<>(
        IntStream.range(0, cells.size()).filter(cell -> !results.has(cell)).boxed().toList());
    Map<Integer, Failure> failures = new TreeMap<>();
    boolean interrupted = work(left, number -> {
      Cell cell = cells.get(number);
      try {
        results.add(number, run(cell, train, test));
      } catch (RuntimeException | Error e) {
        synchronized (failures) {
          failures.put(number, new Failure(cell.toString(), e));
        }
      }
    });
    int finished = results.results().size();
    if (interrupted) {
      throw SweepException.interrupted(file.toString(), finished, cells.size());
    }
    if (!failures.isEmpty()) {
      throw SweepException.failed(file.toString(), finished, cells.size(), failures.values());
    }
    return results.results();
  }

  private static void check(String name, NetworkBuilder<?> builder) {
    List<Problem> errors = builder.problems().stream().filter(Problem::isError).toList();
    if (!errors.isEmpty()) {
      throw new PolicyException(builder.blueprint().name() + " under policy '" + name + "'", errors);
    }
  }

  private SweepResult run(Cell cell, Dataset train, Dataset test) {
    N network =
        policies.get(cell.policy()).apply(builders.get()).workers(Workers.of(1)).seed(cell.seed()).build();
    History history = fit.fit(network, train, test, listeners.apply(cell.toString()));
    return SweepResult.of(cell.policy(), cell.fingerprint(), network, network.evaluate(test), history);
  }

  /** Runs until nothing is left; returns whether this thread was interrupted, and with it all others. */
  private boolean work(Queue<Integer> left, IntConsumer cell) {
    List<Thread> threads = IntStream.range(0, Math.min(workers, left.size()))
        .mapToObj(worker -> Thread.ofPlatform().name("sweep-" + worker).start(() -> {
          for (Integer next = left.poll(); next != null; next = left.poll()) {
            cell.accept(next);
          }
        }))
        .toList();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          left.clear();
          threads.forEach(Thread::interrupt);
        }
      }
    }
    return interrupted;
  }
}
