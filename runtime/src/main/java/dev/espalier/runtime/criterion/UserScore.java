package dev.espalier.runtime.criterion;

import dev.espalier.dsl.Scorer;
import dev.espalier.runtime.random.Randomness;

/** The scores of a user's own {@link Scorer}. */
final class UserScore implements Criterion {

  private static final long PURPOSE = Randomness.purpose("scorer");

  private final Scorer scorer;

  UserScore(Scorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public void score(Scoring scoring, float[] scores) {
    scorer.score(new View(scoring), scores);
  }

  /** A layer as a scorer sees it; everything is handed out as a copy. */
  private record View(Scoring scoring) implements Scorer.Weights {

    @Override
    public String layer() {
      return scoring.layer().info().name();
    }

    @Override
    public int rows() {
      return scoring.weight().rows();
    }

    @Override
    public int columns() {
      return scoring.weight().columns();
    }

    @Override
    public float[] values() {
      return scoring.weight().values().clone();
    }

    @Override
    public float[] gradient() {
      return floats(scoring.evidence().lossGradients(scoring.index(), samples())[scoring.index()]);
    }

    @Override
    public float[] fisher() {
      return floats(scoring.evidence().fisher(scoring.index(), samples())[scoring.index()]);
    }

    @Override
    public float[] inputNorms() {
      return Wanda.norms(scoring);
    }

    @Override
    public boolean keeps(int index) {
      return scoring.mask().keeps(index);
    }

    @Override
    public long seed() {
      return Randomness.stream(scoring.evidence().seed(), PURPOSE, scoring.index()).nextLong();
    }

    @Override
    public long step() {
      return scoring.evidence().step();
    }

    private int samples() {
      return scoring.options().samples();
    }

    private static float[] floats(double[] values) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
  }
}
