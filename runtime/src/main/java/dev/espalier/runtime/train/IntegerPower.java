package dev.espalier.runtime.train;

/**
 * Powers with whole exponents, by squaring: the same bits everywhere, and no allocation, which StrictMath.pow may need.
 */
final class IntegerPower {

  private IntegerPower() {}

  /** base to the exponent, which is at least 0. */
  static double of(double base, long exponent) {
    double result = 1;
    double square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
