package dev.espalier.runtime.model;

/** The kernels of a frozen network in graph order; the generated class holds it. */
@FunctionalInterface
public interface FrozenProgram {

  /**
   * Computes the network's result from its inputs, both in the inference slab. Allocates nothing.
   *
   * @param slab at least {@code base + inferenceLines * lanes} floats; halos are zero and stay it
   * @param base the address of line 0, lane 0
   * @param lanes samples, a positive multiple of 16
   * @param layers one for each layer of the blueprint, in its order
   */
  void run(float[] slab, int base, int lanes, FrozenLayer[] layers);

  /** The program that runs one sample in a slab of one lane, or null where there is none: then 16 lanes carry it. */
  default FrozenProgram single() {
    return null;
  }

  /**
   * A program for any number of samples, with another for one alone.
   *
   * @param single runs with {@code lanes} 1; dense layers by {@link FrozenLayer#multiply}
   */
  static FrozenProgram of(FrozenProgram program, FrozenProgram single) {
    return new FrozenProgram() {
      @Override
      public void run(float[] slab, int base, int lanes, FrozenLayer[] layers) {
        program.run(slab, base, lanes, layers);
      }

      @Override
      public FrozenProgram single() {
        return single;
      }
    };
  }
}
