package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.policy.BudgetLimits;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The description of a network that its generated class carries: what the runtime needs to make parameters, prune,
 * count costs and recognise files.
 *
 * @param name the interface's simple name
 * @param hash 64 hexadecimal digits over everything that decides what weights mean: inputs, layers, shapes, wiring;
 *     policies and training settings are left out, so that a sweep can load each other's networks
 * @param inputs in declared order
 * @param layers in an order in which every layer stands after what it consumes; the last one is the output
 * @param train null where the network cannot be fitted
 * @param budget what it may cost at most
 * @param trainingLines lines of the training slab
 * @param inferenceLines lines of the inference slab
 * @param outputLineTraining first line of the output's values in the training slab; features contiguous, no halo
 * @param outputGradientLine first line of the output's gradient in the training slab
 * @param outputLineInference first line of the output's values in the inference slab
 */
public record Blueprint(
    String name,
    String hash,
    List<InputInfo> inputs,
    List<LayerInfo> layers,
    TrainSettings train,
    BudgetLimits budget,
    int trainingLines,
    int inferenceLines,
    int outputLineTraining,
    int outputGradientLine,
    int outputLineInference) {

  /** A network that may cost anything. */
  public Blueprint(
      String name,
      String hash,
      List<InputInfo> inputs,
      List<LayerInfo> layers,
      TrainSettings train,
      int trainingLines,
      int inferenceLines,
      int outputLineTraining,
      int outputGradientLine,
      int outputLineInference) {
    this(
        name,
        hash,
        inputs,
        layers,
        train,
        BudgetLimits.NONE,
        trainingLines,
        inferenceLines,
        outputLineTraining,
        outputGradientLine,
        outputLineInference);
  }

  /** The layer that makes the network's result. */
  public LayerInfo output() {
    return layers.getLast();
  }

  /** The index of the layer with this name, or -1. */
  public int indexOf(String layer) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).name().equals(layer)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The input of this name.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public InputInfo input(String value) {
    return inputs.stream().filter(input -> input.name().equals(value)).findFirst().orElseThrow();
  }

  /** The index of the batch normalisation that freezing folds into a layer's weights, or -1. */
  public int foldedInto(int layer) {
    String value = layers.get(layer).name();
    for (int i = 0; i < layers.size(); i++) {
      LayerInfo info = layers.get(i);
      if (info.normalization() != null && info.normalization().folded() && info.inputs().getFirst().equals(value)) {
        return i;
      }
    }
    return -1;
  }

  /** The network as freezing leaves it: layers that a batch normalisation is folded into have biases. */
  public Blueprint frozen() {
    List<LayerInfo> frozen = IntStream.range(0, layers.size())
        .mapToObj(i -> foldedInto(i) < 0 ? layers.get(i) : layers.get(i).biased())
        .toList();
    return with(frozen, train);
  }

  /** Samples of the widest panel that suits the network's planes, a multiple of 16. */
  public int widestPanel() {
    return PanelWidth.of(layers.stream().filter(LayerInfo::hasWeights).map(LayerInfo::weights).toList());
  }

  /** How a value, an input's or a layer's, lies in the training slab. */
  public Layout trainingLayout(String value) {
    int layer = indexOf(value);
    return layer < 0 ? input(value).training() : layers.get(layer).output();
  }

  /** The same network under other policies and settings. */
  public Blueprint with(List<LayerInfo> newLayers, TrainSettings newTrain) {
    return with(newLayers, newTrain, budget);
  }

  /** The same network under another budget. */
  public Blueprint within(BudgetLimits newBudget) {
    return with(layers, train, newBudget);
  }

  private Blueprint with(List<LayerInfo> newLayers, TrainSettings newTrain, BudgetLimits newBudget) {
    return new Blueprint(
        name,
        hash,
        inputs,
        newLayers,
        newTrain,
        newBudget,
        trainingLines,
        inferenceLines,
        outputLineTraining,
        outputGradientLine,
        outputLineInference);
  }
}
