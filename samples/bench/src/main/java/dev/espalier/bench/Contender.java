package dev.espalier.bench;

import dev.espalier.bench.task.Task;
import java.util.List;

/** One way to compute tasks: a form of generated kernels, or a native library. */
public interface Contender {

  /** The form's or the library's name in reports, such as {@code rows} or {@code mkl-csr}. */
  String name();

  /** Whether it can compute this task. */
  boolean takes(Task task);

  /** How long it has to run before it may be called steady. */
  default Settling settling() {
    return Settling.OF_A_LIBRARY;
  }

  /**
   * Gets everything ready that does not belong to the time of a run: copies, packing, compilation.
   *
   * @param task one that it takes
   * @throws Exception when it cannot; the text says why
   */
  Prepared prepare(Task task) throws Exception;

  /** A contender with its numbers in place. */
  interface Prepared extends AutoCloseable {

    /** Computes the task once; this is what is timed. */
    void run() throws Exception;

    /** What the last run computed, in the form that the {@link Task} describes. */
    List<float[]> result() throws Exception;

    /** Gives back native memory. */
    @Override
    default void close() {}
  }
}
