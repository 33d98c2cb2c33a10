package dev.espalier.runtime.criterion;

/**
 * Each weight's share of {@link SynapticFlow}, in {@value #ROUNDS} rounds whose densities fall exponentially (Tanaka,
 * Kunin, Yamins, Ganguli 2020, algorithm 1): a layer's few last weights carry ever more of the flow, which is what
 * keeps it from being emptied.
 */
final class SynFlow implements Criterion {

  private static final int ROUNDS = 100;

  @Override
  public int rounds() {
    return ROUNDS;
  }

  @Override
  public void score(Scoring scoring, float[] scores) {
    double[] flow = scoring.evidence().synapticFlow(scoring.index())[scoring.index()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) flow[i];
    }
  }
}
