package dev.espalier.codegen.emit;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.DynamicSpec;
import dev.espalier.codegen.ir.GateSpec;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.ir.TrainSpec;
import dev.espalier.codegen.layer.ActivateLayer;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.AvgPoolLayer;
import dev.espalier.codegen.layer.ClassFeaturesLayer;
import dev.espalier.codegen.layer.ClsTokenLayer;
import dev.espalier.codegen.layer.ConcatLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.LayerNormLayer;
import dev.espalier.codegen.layer.MaxPoolLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.PatchifyLayer;
import dev.espalier.codegen.layer.PositionalEmbeddingLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.codegen.pass.CompiledModel;
import dev.espalier.codegen.pass.PassListener;
import dev.espalier.codegen.pass.Pipeline;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Positions;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.ArrayList;
import java.util.List;

/** Networks as a front end would read them, carried to stage SELECTED. */
final class Models {
  private final String packageName;
  private final String name;
  private final List<InputSpec> inputs = new ArrayList<>();
  private final List<LayerSpec> layers = new ArrayList<>();
  private boolean vector = true;
  private TrainSettings train = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.05, 0.9), LearningRateSettings.constant(), 20, 2);

  private Models(String packageName, String name) {
    this.packageName = packageName;
    this.name = name;
  }

  static Models model(String packageName, String name) {
    return new Models(packageName, name);
  }

  Models input(String input, Integer... shape) {
    inputs.add(new InputSpec(input, Shape.of(shape), SourceRef.NONE));
    return this;
  }

  Models tokens(String input, int tokens) {
    inputs.add(InputSpec.ofTokens(input, tokens, SourceRef.NONE));
    return this;
  }

  Models layer(String layer, Layer what, String... of) {
    return layer(layer, what, null, null, of);
  }

  Models layer(String layer, Layer what, Activation activation, PrunePolicy policy, String... of) {
    double slope = activation == Activation.LEAKY_RELU ? 0.1 : 0.01;
    layers.add(LayerSpec.read(layer, what, List.of(of),
        activation == null ? null : new ActivationSpec(activation, slope, SourceRef.NONE),
        policy == null ? null : new PruneSpec(policy, false, SourceRef.NONE), false, SourceRef.NONE));
    return this;
  }

  /** What the layer declared last has that depends on the sample. */
  Models dynamic(SelectionSpec selection, GateSpec gate) {
    layers.add(layers.removeLast().with(DynamicSpec.declared(selection, gate)));
    return this;
  }

  /** Of the layer declared last some tokens leave. */
  Models pruneTokens(TokensSpec tokens) {
    layers.add(layers.removeLast().with(DynamicSpec.declared(null, null, tokens)));
    return this;
  }

  Models portable() {
    vector = false;
    return this;
  }

  Models train(TrainSettings settings) {
    train = settings;
    return this;
  }

  ModelSpec selected() {
    ModelSpec read = ModelSpec.read(packageName, name, inputs, layers,
        train == null ? null : new TrainSpec(train, SourceRef.NONE), null, null, vector, SourceRef.NONE);
    CompiledModel compiled = new Pipeline(PassListener.NONE).compile(read);
    if (!compiled.isClean()) {
      throw new AssertionError(compiled.findings().toString());
    }
    return compiled.model();
  }

  /** LeNet-300-100 in small. */
  static Models perceptron(String name) {
    return model("some.pkg", name)
        .input("image", 1, 5, 7)
        .layer("pixels", new FlattenLayer(), "image")
        .layer("hidden1", new DenseLayer(13, true), Activation.RELU, PrunePolicy.toSparsity(0.8), "pixels")
        .layer("hidden2", new DenseLayer(9, true), Activation.TANH, PrunePolicy.toSparsity(0.5), "hidden1")
        .layer("logits", new DenseLayer(4, true), "hidden2");
  }

  /** A layer large enough for tiles of columns, the last of which is narrower, and one whose tiles are all whole. */
  static Models tiled(String name) {
    return model("some.pkg", name)
        .input("image", 1, 5, 7)
        .layer("pixels", new FlattenLayer(), "image")
        .layer("wide", new DenseLayer(130, true), Activation.RELU, null, "pixels")
        .layer("pruned", new DenseLayer(132, true), Activation.TANH, PrunePolicy.toSparsity(0.8), "wide")
        .layer("whole", new DenseLayer(125, true), Activation.RELU, null, "pruned")
        .layer("logits", new DenseLayer(4, true), "whole");
  }

  /** Convolutions with halos of different sizes, groups, a residual sum, a concatenation, dropout, every pooling. */
  static Models convolutional(String name) {
    return model("some.pkg", name)
        .input("image", 2, 8, 9)
        .layer("stem", new Conv2dLayer(6, List.of(3, 3), List.of(1, 1), List.of(1, 1), 1, true), Activation.GELU,
            PrunePolicy.toSparsity(0.7), "image")
        .layer("grouped", new Conv2dLayer(6, List.of(5, 3), List.of(1, 1), List.of(2, 1), 3, false),
            Activation.LEAKY_RELU, PrunePolicy.toSparsity(0.6), "stem")
        .layer("sum", new AddLayer(), Activation.RELU, null, "stem", "grouped")
        .layer("pooled", new MaxPoolLayer(List.of(2, 2), List.of(2, 2)), "sum")
        .layer("strided", new Conv2dLayer(4, List.of(3, 3), List.of(2, 2), List.of(1, 1), 1, true), Activation.SILU,
            null, "sum")
        .layer("averaged", new AvgPoolLayer(List.of(3, 3), List.of(2, 2), List.of(1, 0)), "sum")
        .layer("both", new ConcatLayer(), "pooled", "averaged")
        .layer("gates", new ActivateLayer(), Activation.SIGMOID, null, "both")
        .layer("flat", new FlattenLayer(), "gates")
        .layer("means", new GlobalAvgPoolLayer(), "strided")
        .layer("joined", new ConcatLayer(), "flat", "means")
        .layer("thinned", new DropoutLayer(0.25), "joined")
        .layer("logits", new DenseLayer(5, true), null, PrunePolicy.toSparsity(0.5), "thinned");
  }

  /** Convolutions of one sample by planes, by rows and, for the last, pixel by pixel. */
  static Models pixels(String name) {
    return model("some.pkg", name)
        .input("image", 2, 8, 20)
        .layer("planes", new Conv2dLayer(6, List.of(3), List.of(1), List.of(1), 1, true), Activation.GELU,
            PrunePolicy.toSparsity(0.8), "image")
        .layer("rows", new Conv2dLayer(6, List.of(3), List.of(1), List.of(1), 2, true), Activation.RELU,
            PrunePolicy.toSparsity(0.4), "planes")
        .layer("inner", new Conv2dLayer(6, List.of(3), List.of(1), List.of(0), 1, false), Activation.SILU,
            PrunePolicy.toSparsity(0.9), "rows")
        .layer("strided", new Conv2dLayer(4, List.of(3), List.of(2), List.of(1), 1, true), Activation.RELU,
            PrunePolicy.toSparsity(0.5), "inner")
        .layer("means", new GlobalAvgPoolLayer(), "strided")
        .layer("logits", new DenseLayer(5, true), "means");
  }

  /** Two blocks over sentences: one with pruned weights of every kind of projection, one causal. */
  static Models sentences(String name) {
    Models model = model("some.pkg", name)
        .tokens("words", 20)
        .layer("embedded", new EmbeddingLayer(11, 8), "words")
        .layer("placed", new PositionalEmbeddingLayer(Positions.LEARNED), "embedded");
    return block(block(model, "placed", "1", false), "block1", "2", true)
        .layer("mean", new MeanPoolLayer(), "block2")
        .layer("logits", new DenseLayer(3, true), "mean");
  }

  /** One block whose projections lose whole units and inputs; a token has more features than a sentence tokens. */
  static Models thinSentences(String name) {
    PrunePolicy units = PrunePolicy.toSparsity(0.5).granularity(Granularity.NEURON);
    PrunePolicy inputs = PrunePolicy.toSparsity(0.25).granularity(Granularity.CHANNEL);
    return model("some.pkg", name)
        .tokens("words", 20)
        .layer("embedded", new EmbeddingLayer(11, 24), "words")
        .layer("attended", new SelfAttentionLayer(2, false, true), null, units, "embedded")
        .layer("up", new DenseLayer(16, true), Activation.GELU, units, "attended")
        .layer("down", new DenseLayer(8, true), null, inputs, "up")
        .layer("normal", new LayerNormLayer(1e-5), "down")
        .layer("mean", new MeanPoolLayer(), "normal")
        .layer("logits", new DenseLayer(3, true), "mean");
  }

  /** The same over the squares of an image, with a classification token. */
  static Models squares(String name) {
    Models model = model("some.pkg", name)
        .input("image", 1, 8, 10)
        .layer("squares", new PatchifyLayer(2), "image")
        .layer("embedded", new DenseLayer(8, true), "squares")
        .layer("tokens", new ClsTokenLayer(), "embedded")
        .layer("placed", new PositionalEmbeddingLayer(Positions.SINUSOIDAL), "tokens");
    return block(model, "placed", "1", false)
        .layer("features", new ClassFeaturesLayer(), "block1")
        .layer("logits", new DenseLayer(3, true), "features");
  }

  /** Two blocks over sentences, behind whose attention tokens leave. */
  static Models prunedSentences(String name, TokensSpec first, TokensSpec second) {
    Models model = model("some.pkg", name)
        .tokens("words", 20)
        .layer("embedded", new EmbeddingLayer(11, 8), "words")
        .layer("placed", new PositionalEmbeddingLayer(Positions.LEARNED), "embedded");
    return block(block(model, "placed", "1", false, first), "block1", "2", false, second)
        .layer("mean", new MeanPoolLayer(), "block2")
        .layer("logits", new DenseLayer(3, true), "mean");
  }

  /** The same over the squares of an image, with a classification token. */
  static Models prunedSquares(String name, TokensSpec first, TokensSpec second) {
    Models model = model("some.pkg", name)
        .input("image", 1, 8, 10)
        .layer("squares", new PatchifyLayer(2), "image")
        .layer("embedded", new DenseLayer(8, true), "squares")
        .layer("tokens", new ClsTokenLayer(), "embedded")
        .layer("placed", new PositionalEmbeddingLayer(Positions.SINUSOIDAL), "tokens");
    return block(block(model, "placed", "1", false, first), "block1", "2", false, second)
        .layer("features", new ClassFeaturesLayer(), "block2")
        .layer("logits", new DenseLayer(3, true), "features");
  }

  private static Models block(Models model, String value, String number, boolean causal) {
    return block(model, value, number, causal, null);
  }

  private static Models block(Models model, String value, String number, boolean causal, TokensSpec tokens) {
    PrunePolicy policy = causal ? null : PrunePolicy.toSparsity(0.5);
    return model
        .layer("before" + number, new LayerNormLayer(1e-5), value)
        .layer("attended" + number, new SelfAttentionLayer(2, causal, true), null, policy, "before" + number)
        .pruneTokens(tokens)
        .layer("sum" + number, new AddLayer(), value, "attended" + number)
        .layer("after" + number, new LayerNormLayer(1e-5), "sum" + number)
        .layer("up" + number, new DenseLayer(16, true), Activation.GELU, policy, "after" + number)
        .layer("down" + number, new DenseLayer(8, true), null, policy, "up" + number)
        .layer("block" + number, new AddLayer(), "sum" + number, "down" + number);
  }

  /** Two inputs, two branches, targets. */
  static Models twoInputs(String name) {
    return model("some.pkg", name)
        .input("left", 6)
        .input("right", 4)
        .layer("a", new DenseLayer(8, true), Activation.SILU, null, "left")
        .layer("b", new DenseLayer(8, false), "right")
        .layer("sum", new AddLayer(), "a", "b")
        .layer("dropped", new DropoutLayer(0.5), "sum")
        .layer("out", new DenseLayer(3, true), "dropped")
        .train(new TrainSettings(
            Loss.MEAN_SQUARED_ERROR, OptimizerSettings.adam(0.01), LearningRateSettings.cosine(), 20, 2));
  }
}
