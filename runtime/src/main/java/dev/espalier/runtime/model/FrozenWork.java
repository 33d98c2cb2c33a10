package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.parallel.Workers;

/** How much there is to do for a batch of a frozen network, and how many threads that is worth. */
final class FrozenWork {

  /**
   * Multiply-adds from which threads share a batch. One thread takes 50 to 100 microseconds for so many, and waking a
   * sleeping thread about ten, after which half the time is saved; narrower panels cost a few per cent of it.
   */
  static final long SHARED_FROM = 2_000_000;

  private FrozenWork() {}

  /** Multiply-adds of a batch with its lanes rounded up, as the layers are executed. */
  static long multiplyAdds(FrozenLayer[] layers, int batch) {
    long sum = 0;
    for (FrozenLayer layer : layers) {
      if (layer.form() != null && layer.info().weights().isProduct()) {
        WeightGeometry weights = layer.info().weights();
        sum += (long) layer.form().weightsRead() * weights.outHeight() * weights.outWidth();
      }
    }
    return sum * Slab.lanes(batch);
  }

  /** The threads that share a batch: the caller alone where there is too little to do. */
  static Workers workers(FrozenLayer[] layers, int batch, Workers wanted) {
    return multiplyAdds(layers, batch) >= SHARED_FROM ? wanted : Workers.of(1);
  }
}
