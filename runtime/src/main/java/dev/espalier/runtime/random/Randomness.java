package dev.espalier.runtime.random;

import java.util.Objects;

/**
 * A stream of random numbers that follows from (seed, purpose, counter) alone.
 *
 * <p>Whatever a step draws comes from the stream of that step, so a run resumed at any step draws what the
 * uninterrupted run would have drawn, and no generator state need be saved. Streams of different purposes do not
 * disturb one another: drawing more for dropout leaves the batch order as it was.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014,
 * figure 17) with the finaliser of Stafford's variant 13. A stream starts at a point of the one cycle of 2^64 numbers
 * that the finaliser picks; two streams of 2^32 numbers overlap with a probability near 2^-31. Equal arguments
 * give equal numbers on every platform.
 *
 * <p>An instance is for one thread. Only its creation allocates; {@link #reseed} turns it to another stream.
 */
public final class Randomness {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private long state;
  private double spareGaussian;
  private boolean hasSpareGaussian;

  private Randomness(long seed, long purpose, long counter) {
    state = start(seed, purpose, counter);
  }

  /** The stream of a purpose at a counter (a step, an epoch, a record). */
  public static Randomness stream(long seed, long purpose, long counter) {
    return new Randomness(seed, purpose, counter);
  }

  /** The same as {@code stream(seed, purpose(purpose), counter)}. */
  public static Randomness stream(long seed, String purpose, long counter) {
    return new Randomness(seed, purpose(purpose), counter);
  }

  /** A purpose as a number, for a constant: FNV-1a over the UTF-16 units of its name. */
  public static long purpose(String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** Turns this instance to another stream, as if newly made by {@link #stream(long, long, long)}. */
  public void reseed(long seed, long purpose, long counter) {
    state = start(seed, purpose, counter);
    hasSpareGaussian = false;
  }

  /** All 64 bits random. */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /**
   * Uniform in 0 to bound - 1, without bias (Lemire: "Fast random integer generation in an interval", 2019).
   *
   * @throws IllegalArgumentException when the bound is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("A bound must be at least 1, and " + bound + " was given.");
    }
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Uniform in [0, 1), a multiple of 2^-24. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** Uniform in [from, to); {@code to} itself only where rounding reaches it. */
  public float nextFloat(float from, float to) {
    return from + (to - from) * nextFloat();
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Normal with mean 0 and deviation 1 (Marsaglia's polar method; StrictMath keeps it equal on every platform). */
  public double nextGaussian() {
    if (hasSpareGaussian) {
      hasSpareGaussian = false;
      return spareGaussian;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
    spareGaussian = y * factor;
    hasSpareGaussian = true;
    return x * factor;
  }

  /** Shuffles a range in place; all orders are equally likely (Fisher and Yates, in Durstenfeld's form). */
  public void shuffle(int[] values, int from, int to) {
    Objects.checkFromToIndex(from, to, values.length);
    for (int remaining = to - from; remaining > 1; remaining--) {
      int chosen = from + nextInt(remaining);
      int last = from + remaining - 1;
      int value = values[chosen];
      values[chosen] = values[last];
      values[last] = value;
    }
  }

  private static long start(long seed, long purpose, long counter) {
    long mixed = mix(seed + GAMMA);
    mixed = mix((mixed ^ purpose) + GAMMA);
    return mix((mixed ^ counter) + GAMMA);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
