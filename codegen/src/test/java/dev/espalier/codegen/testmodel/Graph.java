package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.DynamicSpec;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.ir.TrainSpec;
import dev.espalier.codegen.layer.ActivateLayer;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.ConcatLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.pass.ExpandAttention;
import dev.espalier.codegen.pass.Finding;
import dev.espalier.codegen.pass.InferShapes;
import dev.espalier.codegen.pass.Pass;
import dev.espalier.codegen.pass.PlanMemory;
import dev.espalier.codegen.pass.PruneTokens;
import dev.espalier.codegen.pass.SelectKernels;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.ArrayList;
import java.util.List;

/** A network written down layer by layer. */
public final class Graph {
  private final List<InputSpec> inputs = new ArrayList<>();
  private final List<LayerSpec> layers = new ArrayList<>();
  private boolean trained = true;

  /** Where a layer or input of this name would stand in source. */
  public record Place(String name) implements SourceRef {}

  public static Graph input(String name, Integer... shape) {
    return new Graph().and(name, shape);
  }

  /** One more input. */
  public Graph and(String name, Integer... shape) {
    inputs.add(new InputSpec(name, Shape.of(shape), new Place(name)));
    return this;
  }

  /** An input of token ids. */
  public static Graph tokens(String name, int tokens) {
    Graph graph = new Graph();
    graph.inputs.add(InputSpec.ofTokens(name, tokens, new Place(name)));
    return graph;
  }

  /** A layer without an activation. */
  public Graph layer(String name, Layer layer, String... values) {
    return layer(name, layer, null, values);
  }

  /** A layer with an activation, or null. */
  public Graph layer(String name, Layer layer, Activation activation, String... values) {
    double slope = activation == Activation.LEAKY_RELU ? 0.1 : 0.01;
    ActivationSpec spec = activation == null ? null : new ActivationSpec(activation, slope, new Place(name));
    layers.add(LayerSpec.read(name, layer, List.of(values), spec, null, false, new Place(name)));
    return this;
  }

  /** Of the layer declared last some tokens leave. */
  public Graph pruneTokens(TokensSpec tokens) {
    layers.add(layers.removeLast().with(DynamicSpec.declared(null, null, tokens)));
    return this;
  }

  public Graph dense(String name, int units, Activation activation, String value) {
    return layer(name, new DenseLayer(units, true), activation, value);
  }

  /** A square convolution of stride 1 that keeps the image's extents. */
  public Graph conv(String name, int filters, int kernel, Activation activation, String value) {
    List<Integer> half = List.of(kernel / 2);
    Layer layer = new Conv2dLayer(filters, List.of(kernel), List.of(1), half, 1, true);
    return layer(name, layer, activation, value);
  }

  public Graph flatten(String name, String value) {
    return layer(name, new FlattenLayer(), value);
  }

  public Graph add(String name, String... values) {
    return layer(name, new AddLayer(), values);
  }

  public Graph concat(String name, String... values) {
    return layer(name, new ConcatLayer(), values);
  }

  public Graph activate(String name, Activation activation, String value) {
    return layer(name, new ActivateLayer(), activation, value);
  }

  /** A network that is never fitted. */
  public Graph untrained() {
    trained = false;
    return this;
  }

  /** As the front end would read it. */
  public ModelSpec read() {
    TrainSettings settings =
        new TrainSettings(
            Loss.MEAN_SQUARED_ERROR,
            TrainSettings.OptimizerSettings.sgd(0.1, 0),
            new TrainSettings.LearningRateSettings(LearningRateKind.CONSTANT, 0, 10, 0.1, 0),
            16,
            1);
    TrainSpec train = trained ? new TrainSpec(settings, SourceRef.NONE) : null;
    return ModelSpec.read("test", "Net", inputs, layers, train, null, null, true, new Place("Net"));
  }

  /** After InferShapes. */
  public ModelSpec shaped() {
    return apply(new PruneTokens(), apply(new ExpandAttention(), apply(new InferShapes(), read())));
  }

  /** After PlanMemory. */
  public ModelSpec placed() {
    return apply(new PlanMemory(), shaped());
  }

  /** After SelectKernels. */
  public ModelSpec selected() {
    return apply(new SelectKernels(), placed());
  }

  /** What a pass finds wrong with a model. */
  public static List<Finding> findings(Pass pass, ModelSpec model) {
    List<Finding> findings = new ArrayList<>();
    pass.apply(model, findings::add);
    return findings;
  }

  private static ModelSpec apply(Pass pass, ModelSpec model) {
    return pass.apply(
        model,
        f -> {
          throw new AssertionError(pass.name() + ": " + f);
        });
  }
}
