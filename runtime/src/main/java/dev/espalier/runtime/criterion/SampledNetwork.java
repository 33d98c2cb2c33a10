package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import java.util.List;

/**
 * A network as criteria look at it: its gradients and values over samples, with the parameters as they are at the call,
 * nothing dropped. Nothing that belongs to a training in progress is changed: what is computed stands in lines of its
 * own, gradients of parameters are put back, and samples follow from the seed and the step alone.
 *
 * <p>Arrays are by the layer's index in the network, null for layers without weights. {@code samples} is a number of
 * records chosen at random without repetition, or 0 for all. Methods throw {@link NothingToSeeException} where the
 * network has nothing to be looked at: no training samples were given.
 */
public interface SampledNetwork {

  /** The layers, in the network's order. */
  List<LayerParameters> layers();

  /** How many records {@code samples} comes to. */
  int records(int samples);

  /** For each layer the mean over samples of the gradient of the loss by its weights. */
  double[][] lossGradients(int samples, long step);

  /**
   * Shows the gradient of each sample's own loss, one after the other: during the call it stands in {@link
   * dev.espalier.runtime.model.Parameter#gradient}.
   */
  void eachLossGradient(int samples, long step, Runnable look);

  /** For each feature that a layer reads (channel by channel, row by row, without halo) the sum of its squares. */
  double[] inputEnergies(int layer, int samples, long step);

  /** For each layer the gradient of the sum of the outputs by its weights, every input being 1. */
  double[][] outputGradients();

  /** The sums of {@code -g w} since training started (anew), one a kept weight; null where none are kept. */
  float[] movement(int layer);
}
