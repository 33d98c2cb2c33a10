package dev.espalier.runtime.prune;

/** A group's score is not a number, so that it has no rank. */
public final class ScoreNotANumberException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ScoreNotANumberException(String parameter, int group, Object criterion, long step) {
    super(parameter + ": the " + criterion + " score of group " + group + " is NaN after step " + step
        + "; only numbers can be ranked. Nothing was pruned.\n"
        + "  Fix: the weights went non-finite in training; lower the learning rate or resume an earlier checkpoint.");
  }
}
