package dev.espalier.runtime.prune;

/**
 * What one pruning did to one layer. Equal by value; NaN equals NaN.
 *
 * @param step completed steps of training when it happened
 * @param layer the layer's name
 * @param askedSparsity what was asked for, in the policy's unit and over its scope; NaN where a threshold was
 * @param scopeSparsity what was reached over the scope, in the policy's unit: what to hold against what was asked for
 * @param reachedSparsity what the layer reached, in the policy's unit
 * @param threshold the score from which groups were kept: the threshold asked for, or the lowest score kept over the
 *     scope
 * @param groupsRemoved groups that this pruning removed
 * @param groupsRegrown groups that it took in again, of a dynamic schedule
 * @param accuracyBefore share of the test set that was right just before, NaN where it was not evaluated
 * @param accuracyAfter the same just after all layers were pruned, and before any rewinding
 * @param scoresEqual whether all groups that could go had one and the same score, so that their order decided and not
 *     the criterion
 */
public record PruningEvent(
    long step,
    String layer,
    double askedSparsity,
    double scopeSparsity,
    double reachedSparsity,
    double threshold,
    int groupsRemoved,
    int groupsRegrown,
    double accuracyBefore,
    double accuracyAfter,
    boolean scoresEqual) {

  /** An event whose scores told the groups apart. */
  public PruningEvent(
      long step,
      String layer,
      double askedSparsity,
      double scopeSparsity,
      double reachedSparsity,
      double threshold,
      int groupsRemoved,
      int groupsRegrown,
      double accuracyBefore,
      double accuracyAfter) {
    this(step, layer, askedSparsity, scopeSparsity, reachedSparsity, threshold, groupsRemoved, groupsRegrown,
        accuracyBefore, accuracyAfter, false);
  }

  /** The same event with the accuracies filled in. */
  public PruningEvent accuracies(double before, double after) {
    return new PruningEvent(step, layer, askedSparsity, scopeSparsity, reachedSparsity, threshold, groupsRemoved,
        groupsRegrown, before, after, scoresEqual);
  }
}
