package dev.espalier.runtime.criterion;

/** A criterion looks at something that is not there. */
public final class NothingToSeeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private NothingToSeeException(String finding, String fix) {
    super(finding + " Nothing was pruned.\n  Fix: " + fix);
  }

  /** Samples are needed, and none were given. */
  public static NothingToSeeException noSamples(String network) {
    return new NothingToSeeException(network + " is pruned by a criterion that looks at training samples, and none were"
        + " given.", "prune(trainingSet), or a criterion that looks at weights alone, such as MAGNITUDE.");
  }

  /** Gradients are needed, and the network has no backward pass. */
  static NothingToSeeException noTraining(String layer) {
    return new NothingToSeeException(layer + ": its criterion looks at gradients or inputs, which a network without"
        + " @Train has not.", "add @Train to the interface, or use a criterion that looks at weights alone.");
  }

  /** No sums were kept. */
  static NothingToSeeException noMovement(String layer) {
    return new NothingToSeeException(layer + ": MOVEMENT is a sum over the steps of a training, which is kept from its"
        + " start to its last pruning, and there is none now.",
        "fit(...) with a schedule that prunes in or after training, or use criterion = TAYLOR.");
  }
}
