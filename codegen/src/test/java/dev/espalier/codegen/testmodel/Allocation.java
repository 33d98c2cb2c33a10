package dev.espalier.codegen.testmodel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What calls allocate once HotSpot has compiled them. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Vectors are objects until the kernels are compiled, which takes its time on a busy machine. */
  private static final long PATIENCE = 60_000_000_000L;

  private Allocation() {}

  /**
   * The fewest bytes that the current thread allocated in a stretch of calls: stretches follow one another until one
   * allocates nothing, for a minute at most.
   */
  public static long leastBytes(int calls, Runnable call) {
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + PATIENCE;
    while (least > 0 && System.nanoTime() < end) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
