package dev.espalier.codegen.ir;

import dev.espalier.runtime.structure.ChannelTie;
import java.util.List;
import java.util.Optional;

/**
 * A network on its way through the compiler.
 *
 * @param packageName of the interface; empty for the unnamed package
 * @param name of the interface (for a nested one the enclosing names and its own, joined by underscores)
 * @param stage how far it has come
 * @param inputs in declared order
 * @param layers in declared order at stage READ, in topological order from SHAPED on (declared order where free)
 * @param train null where the network is not to be fitted
 * @param defaultPrune the interface's default policy, or null; from PLANNED on the layers carry what came of it
 * @param budget null where there is none
 * @param training placements in the training slab, from stage PLACED on; null before
 * @param inference placements in the inference slab, from stage PLACED on; null before
 * @param ties output channels that stay or leave together, from stage PLANNED on; empty before
 * @param vector whether the user's module can see the Vector API
 * @param source the interface
 */
public record ModelSpec(
    String packageName,
    String name,
    Stage stage,
    List<InputSpec> inputs,
    List<LayerSpec> layers,
    TrainSpec train,
    PruneSpec defaultPrune,
    BudgetSpec budget,
    MemoryPlan training,
    MemoryPlan inference,
    List<ChannelTie> ties,
    boolean vector,
    SourceRef source) {

  public ModelSpec {
    ties = List.copyOf(ties);
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
  }

  /** As the front end reads it. */
  public static ModelSpec read(
      String packageName,
      String name,
      List<InputSpec> inputs,
      List<LayerSpec> layers,
      TrainSpec train,
      PruneSpec defaultPrune,
      BudgetSpec budget,
      boolean vector,
      SourceRef source) {
    return new ModelSpec(
        packageName, name, Stage.READ, inputs, layers, train, defaultPrune, budget, null, null, List.of(),
        vector, source);
  }

  /** At a later stage, with other layers. */
  public ModelSpec at(Stage newStage, List<LayerSpec> newLayers) {
    return new ModelSpec(
        packageName, name, newStage, inputs, newLayers, train, defaultPrune, budget, training, inference, ties,
        vector, source);
  }

  /** With the channels that stay or leave together. */
  public ModelSpec tied(List<ChannelTie> newTies) {
    return new ModelSpec(
        packageName, name, stage, inputs, layers, train, defaultPrune, budget, training, inference, newTies, vector,
        source);
  }

  /** At stage PLACED. */
  public ModelSpec placed(MemoryPlan newTraining, MemoryPlan newInference) {
    return new ModelSpec(
        packageName, name, Stage.PLACED, inputs, layers, train, defaultPrune, budget, newTraining, newInference,
        ties, vector, source);
  }

  /** The layer with this name. */
  public Optional<LayerSpec> layer(String layerName) {
    return layers.stream().filter(l -> l.name().equals(layerName)).findFirst();
  }

  /** The input with this name. */
  public Optional<InputSpec> input(String inputName) {
    return inputs.stream().filter(i -> i.name().equals(inputName)).findFirst();
  }

  /** The shape of a value, input or layer; from stage SHAPED on for layers. */
  public Shape shapeOf(String value) {
    return input(value).map(InputSpec::shape).orElseGet(() -> layer(value).orElseThrow().shape());
  }

  /** The layers that consume a value. */
  public List<LayerSpec> consumersOf(String value) {
    return layers.stream().filter(l -> l.inputs().contains(value)).toList();
  }

  /**
   * The batch normalisation that freezing folds into a layer's weights, or null: the layer has weights and no
   * activation, and nobody else consumes it. From stage SHAPED on.
   */
  public LayerSpec foldedInto(LayerSpec layer) {
    if (layer.weights() == null || layer.activation() != null || !layer.layer().takesNormalization()) {
      return null;
    }
    List<LayerSpec> consumers = consumersOf(layer.name());
    return consumers.size() == 1 && consumers.getFirst().layer().normalizes() ? consumers.getFirst() : null;
  }

  /** Whether a layer is a batch normalisation that freezing folds into the weights of the layer that it consumes. */
  public boolean isFolded(LayerSpec layer) {
    return layer.layer().normalizes()
        && layer(layer.inputs().getFirst()).map(l -> foldedInto(l) != null).orElse(false);
  }

  /** The batch normalisations that are trained, in order. */
  public List<LayerSpec> normalizations() {
    return train == null ? List.of() : layers.stream().filter(l -> l.layer().normalizes()).toList();
  }

  /** Whether every value that a layer consumes is an input or a layer's result. */
  public boolean knowsAllValues() {
    return layers.stream()
        .flatMap(l -> l.inputs().stream())
        .allMatch(v -> input(v).isPresent() || layer(v).isPresent());
  }

  /** The layer that makes the network's result; from stage SHAPED on the last one. */
  public LayerSpec output() {
    return layers.getLast();
  }
}
