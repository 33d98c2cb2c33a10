package dev.espalier.runtime.prune;

/** A group's score is not a finite number, so that it has no rank. */
public final class ScoreNotANumberException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ScoreNotANumberException(String parameter, int group, String criterion, float score, long step) {
    super(parameter + ": the " + criterion + " score of group " + group + " is " + score + " after step " + step
        + "; only finite numbers can be ranked. Nothing was pruned.\n"
        + "  Fix: where the weights went non-finite in training, lower the learning rate or resume an earlier "
        + "checkpoint;"
        + " where they are finite, see what the criterion makes of them.");
  }
}
