package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import java.util.List;

/** A network of one layer of which nothing is known but the squares of what it reads. */
@SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
record Energies(LayerParameters layer, double[] energies) implements SampledNetwork {

  @Override
  public List<LayerParameters> layers() {
    return List.of(layer);
  }

  @Override
  public int records(int samples) {
    return 1;
  }

  @Override
  public double[][] lossGradients(int samples, long step) {
    throw NothingToSeeException.noSamples("energies");
  }

  @Override
  public void eachLossGradient(int samples, long step, Runnable look) {
    throw NothingToSeeException.noSamples("energies");
  }

  @Override
  public double[] inputEnergies(int index, int samples, long step) {
    return energies;
  }

  @Override
  public double[][] outputGradients() {
    throw NothingToSeeException.noSamples("energies");
  }

  @Override
  public float[] movement(int index) {
    return null;
  }
}
