package dev.espalier.dsl;

/**
 * A criterion of one's own: {@code @Prune(scorer = MyScorer.class)}. The class is public or stands in the network's
 * package, is not an inner class, and has a constructor without parameters that the generated class can call. One is
 * made for each layer and pruning; equal inputs must give equal scores for a resumed run to equal an uninterrupted one.
 */
public interface Scorer {

  /**
   * Writes the score of every weight; the lowest go first, and a group's score is the sum over its members. What is
   * written for pruned weights is not read. A score that is not finite ends the pruning with an error.
   *
   * @param scores one a weight, row-major, 0 at first
   */
  void score(Weights weights, float[] scores);

  /** What a scorer may look at; arrays are the scorer's own copies, row-major {@code [rows][columns]}. */
  interface Weights {

    /** The layer's name. */
    String layer();

    /** Units or filters. */
    int rows();

    /** Weights of one unit or filter: channels of a group times kernel rows times kernel columns. */
    int columns();

    /** The weights, pruned ones +0. */
    float[] values();

    /** The mean gradient of the loss over {@link Prune#samples()}; of a pruned weight it means nothing. */
    float[] gradient();

    /**
     * The mean of the squared gradient of single samples over {@link Prune#samples()}: the empirical Fisher diagonal.
     */
    float[] fisher();

    /** For each weight the Euclidean norm of what it reads over {@link Prune#samples()}. */
    float[] inputNorms();

    /** Whether a weight is kept. */
    boolean keeps(int index);

    /** What random numbers should follow from, together with {@link #step()}; differs from layer to layer. */
    long seed();

    /** Completed steps of training. */
    long step();
  }
}
