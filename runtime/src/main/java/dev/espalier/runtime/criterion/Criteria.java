package dev.espalier.runtime.criterion;

import dev.espalier.runtime.policy.PrunePolicy;

/** The criteria that there are. */
public final class Criteria {

  private Criteria() {}

  /** A new instance of a policy's criterion, for one layer and pruning. */
  public static Criterion of(PrunePolicy policy) {
    if (policy.scoring().scorer() != null) {
      return new UserScore(policy.scoring().scorer().make());
    }
    return switch (policy.criterion()) {
      case MAGNITUDE -> new Magnitude();
      case GRADIENT -> new Gradient();
      case TAYLOR -> new Taylor();
      case FISHER -> new Fisher();
      case OBS -> new OptimalBrainSurgeon();
      case WANDA -> new Wanda();
      case SNIP -> new Snip();
      case GRASP -> new Grasp();
      case SYNFLOW -> new SynFlow();
      case MOVEMENT -> new Movement();
      case BN_SCALE -> new NormalizationScale();
      case HEAD_GATE -> new HeadGate();
      case HARD_CONCRETE -> new HardConcrete();
      case RANDOM -> new UniformRandom();
    };
  }
}
