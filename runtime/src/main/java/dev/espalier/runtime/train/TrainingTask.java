package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DropoutInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PenaltyInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run needs to know of a network.
 *
 * @param blueprint its description, policies and settings
 * @param layers its parameters, in the blueprint's order
 * @param seed what every random number of the run follows from
 * @param valueLines the first line of each layer's result in the training slab
 * @param dropouts its dropout layers
 * @param penalties its penalties on values
 * @param program its passes; of a network without {@code @Train} the forward pass alone
 */
public record TrainingTask(
    Blueprint blueprint,
    List<LayerParameters> layers,
    long seed,
    List<Integer> valueLines,
    List<DropoutInfo> dropouts,
    List<PenaltyInfo> penalties,
    TrainingProgram program) {

  /** The first line of a value, an input's or a layer's, in the training slab. */
  public int line(String value) {
    int layer = blueprint.indexOf(value);
    return layer < 0 ? blueprint.input(value).trainingLine() : valueLines.get(layer);
  }

  /** Has passes from here on take batch normalisations by their running statistics. */
  void takeRunning() {
    takeRunning(layers);
  }

  /** The same for parameters without a task. */
  public static void takeRunning(List<LayerParameters> layers) {
    for (LayerParameters layer : layers) {
      if (layer.normalization() != null) {
        layer.normalization().takeRunning();
      }
    }
  }

  /** Multiplies projections by the gates of their heads without noise, until {@link #restoreGates}. */
  public static void settleGates(List<LayerParameters> layers) {
    for (LayerParameters layer : layers) {
      if (layer.gates() != null) {
        layer.gates().settle();
      }
    }
  }

  /** Puts the weights of projections back that gates were multiplied into. */
  public static void restoreGates(List<LayerParameters> layers) {
    for (LayerParameters layer : layers) {
      if (layer.gates() != null) {
        layer.gates().restore();
      }
    }
  }

  /** Everything that is trained, layer by layer: the weights of a layer before its biases, scales before shifts. */
  List<Parameter> parameters() {
    return parameters(layers);
  }

  static List<Parameter> parameters(List<LayerParameters> layers) {
    List<Parameter> all = new ArrayList<>();
    layers.forEach(layer -> all.addAll(layer.all()));
    return all;
  }

  /** Pruned weights as a share of all weights of all layers, biases left out; 0 where there are none. */
  public static double sparsity(List<LayerParameters> layers) {
    long all = 0;
    long pruned = 0;
    for (LayerParameters layer : layers) {
      if (layer.weight() != null) {
        all += layer.weight().size();
        pruned += layer.weight().size() - layer.weight().keptCount();
      }
    }
    return all == 0 ? 0 : (double) pruned / all;
  }
}
