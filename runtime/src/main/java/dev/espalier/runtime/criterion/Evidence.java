package dev.espalier.runtime.criterion;

import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the criteria of one pruning look at, computed once for all layers. It stands as long as no parameter changes;
 * narrowing a mask, as a criterion in rounds does before the last of them, changes none.
 */
public final class Evidence {

  private final SampledNetwork network;
  private final List<LayerParameters> layers;
  private final long seed;
  private final long step;
  private final Mask[] masks;
  private final Map<String, double[][]> known = new HashMap<>();

  /**
   * Nothing looked at yet.
   *
   * @param network null where there is none to be looked at
   * @param step completed steps of training
   */
  public Evidence(SampledNetwork network, List<LayerParameters> layers, long seed, long step) {
    this.network = network;
    this.layers = List.copyOf(layers);
    this.seed = seed;
    this.step = step;
    this.masks = layers.stream().map(l -> l.weight() == null ? null : l.weight().mask()).toArray(Mask[]::new);
  }

  /** The run's seed. */
  public long seed() {
    return seed;
  }

  /** Completed steps of training. */
  public long step() {
    return step;
  }

  /** The layers, in the network's order. */
  public List<LayerParameters> layers() {
    return layers;
  }

  /** What is kept of a layer's weights, as far as it has been decided; null where no policy prunes them. */
  public Mask mask(int layer) {
    return masks[layer];
  }

  /** Decides a part of what will be pruned. */
  public void narrow(int layer, Mask mask) {
    masks[layer] = Objects.requireNonNull(mask, "mask");
    known.remove("flow");
  }

  /** Whether a weight is kept, as far as it has been decided. */
  public boolean keeps(int layer, int index) {
    return masks[layer] == null || masks[layer].keeps(index);
  }

  /**
   * The network.
   *
   * @throws NothingToSeeException when there is none
   */
  SampledNetwork network(int layer) {
    if (network == null) {
      throw NothingToSeeException.noTraining(layers.get(layer).info().name());
    }
    return network;
  }

  /** {@link SampledNetwork#lossGradients}. */
  double[][] lossGradients(int layer, int samples) {
    return once("gradients of " + samples, () -> network(layer).lossGradients(samples, step));
  }

  /** For each layer the mean of the squared gradients of single samples. */
  double[][] fisher(int layer, int samples) {
    return once("squared gradients of " + samples, () -> SquaredGradients.mean(network(layer), samples, step));
  }

  /** For each projection of attention the mean absolute derivative of the loss by each head's mask variable. */
  double[][] headImportance(int layer, int samples) {
    return once("heads over " + samples, () -> HeadDerivatives.meanAbsolute(network(layer), samples, step));
  }

  /** For each layer the Hessian of the loss times its gradient. */
  double[][] hessianGradients(int layer, int samples) {
    return once("Hessian of " + samples, () ->
        HessianGradient.of(network(layer), this, lossGradients(layer, samples), samples));
  }

  /** For each layer the share of each weight in the synaptic flow under the masks as they are. */
  double[][] synapticFlow(int layer) {
    return once("flow", () -> SynapticFlow.of(network(layer), this));
  }

  private double[][] once(String what, Supplier<double[][]> look) {
    double[][] seen = known.get(what);
    if (seen == null) {
      seen = look.get();
      known.put(what, seen);
    }
    return seen;
  }
}
