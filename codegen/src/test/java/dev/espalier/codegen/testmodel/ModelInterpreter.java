package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.kernel.Interpreter;
import dev.espalier.codegen.layer.LearnedTokensLayer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Executes the kernels of a model at stage SELECTED in double precision, on slabs by its memory plans. Values are
 * handed in and out as {@code [feature][lane]} without halos.
 */
public final class ModelInterpreter {
  /** Lanes of a line: the fewest there are. */
  public static final int LANES = 16;

  /** Token ids of random inputs are below it. */
  public static final int IDS = 7;

  private final ModelSpec model;
  private final ModelParameters parameters;
  private final double[] training;
  private final double[] inference;
  private int samples = LANES;
  /** Slopes of the penalties on what tokens weigh, 0 in lanes whose tokens leave. */
  private double[] stages = new double[LANES];

  /** With random weights, biases and dropout factors. */
  public ModelInterpreter(ModelSpec model, SplittableRandom random) {
    this.model = model;
    this.training = new double[model.training().lines() * LANES];
    this.inference = new double[model.inference().lines() * LANES];
    this.parameters = new ModelParameters(model, random);
  }

  /** How many lanes hold samples; what stands in the others belongs to no batch. */
  public void samples(int count) {
    samples = count;
  }

  /** The layers whose thresholds of tokens are learned. */
  public List<String> learnedTokens() {
    return model.layers().stream().filter(l -> l.layer() instanceof LearnedTokensLayer).map(LayerSpec::name).toList();
  }

  public double[] scale(String layer) {
    return parameters.norms.get(layer).scale;
  }

  public double[] shift(String layer) {
    return parameters.norms.get(layer).shift;
  }

  public double[] scaleGradient(String layer) {
    return parameters.norms.get(layer).scaleGradient;
  }

  public double[] shiftGradient(String layer) {
    return parameters.norms.get(layer).shiftGradient;
  }

  public double[] weights(String layer) {
    return parameters.weights.get(layer);
  }

  public double[] bias(String layer) {
    return parameters.biases.get(layer);
  }

  public double[] weightGradient(String layer) {
    return parameters.weightGradients.get(layer);
  }

  public double[] biasGradient(String layer) {
    return parameters.biasGradients.get(layer);
  }

  /** The gradients of a layer's kept weights, in row order. */
  public double[] keptGradient(String layer) {
    return parameters.keptGradient(layer);
  }

  /** Random features. */
  public static double[][] random(SplittableRandom random, int features) {
    return LanedValues.random(random, features);
  }

  /** Writes a value of both slabs where it is there: an input, dropout factors. */
  public void set(String value, double[][] features) {
    LanedValues.write(training, model.training().values().get(value), features);
    Placement there = model.inference().values().get(value);
    if (there != null) {
      LanedValues.write(inference, there, features);
    }
  }

  public double[][] value(String name) {
    return LanedValues.read(training, model.training().values().get(name));
  }

  public double[][] inferenceValue(String name) {
    return LanedValues.read(inference, model.inference().values().get(name));
  }

  public void setGradient(String value, double[][] features) {
    LanedValues.write(training, model.training().gradients().get(value), features);
  }

  public double[][] gradient(String name) {
    return LanedValues.read(training, model.training().gradients().get(name));
  }

  /** Fills what is no value's home with NaN, so that a read of what was never written shows. */
  public void poison() {
    poison(training, model.training());
    poison(inference, model.inference());
  }

  private static void poison(double[] slab, MemoryPlan plan) {
    Arrays.fill(slab, Double.NaN);
    for (Placement placement : plan.values().values()) {
      if (placement.layout().hasHalo()) {
        int from = placement.line() * LANES;
        Arrays.fill(slab, from, from + placement.layout().lines() * LANES, 0);
      }
    }
  }

  public void forward() {
    learnedTokens().forEach(layer -> {
      double[][] stage = new double[model.layer(layer).orElseThrow().shape().size()][LANES];
      stage[0] = stages;
      set(layer + ".keep", stage);
    });
    for (LayerSpec layer : model.layers()) {
      if (parameters.norms.containsKey(layer.name())) {
        double[][] filled = new double[1][LANES];
        Arrays.fill(filled[0], 0, samples, 1);
        if (model.training().values().containsKey(layer.name() + ".lanes")) {
          set(layer.name() + ".lanes", filled);
        }
        parameters.norms.get(layer.name()).forward(value(layer.inputs().getFirst()), samples);
      }
      train(layer.kernels().forward());
    }
  }

  public void backward() {
    for (LayerSpec layer : model.layers().reversed()) {
      if (parameters.norms.containsKey(layer.name())) {
        train(layer.kernels().backward().stream().filter(c -> !readsNormalization(c)).toList());
        parameters.norms.get(layer.name()).backward(value(layer.inputs().getFirst()), gradient(layer.name()), samples);
        train(layer.kernels().backward().stream().filter(ModelInterpreter::readsNormalization).toList());
      } else {
        train(layer.kernels().backward());
      }
    }
  }

  private static boolean readsNormalization(KernelCall call) {
    return call.operands().stream().anyMatch(Operand.Normalization.class::isInstance);
  }

  /** Makes a step over kept weights alone, zeros left out, in the layers that can; what they keep is as of now. */
  public void forwardKept() {
    for (LayerSpec layer : model.layers()) {
      boolean sparse = layer.kernels().sparse() != null;
      if (sparse) {
        parameters.keep(layer);
      }
      train(sparse ? layer.kernels().sparse().forward() : layer.kernels().forward());
    }
  }

  /** The backward pass of {@link #forwardKept}. */
  public void backwardKept() {
    for (LayerSpec layer : model.layers().reversed()) {
      LayerKernels.SparseStep sparse = layer.kernels().sparse();
      if (sparse == null || sparse.inputGradient() == null) {
        train(layer.kernels().valueGradients());
      } else {
        List<KernelCall> all = layer.kernels().valueGradients();
        train(all.subList(0, all.size() - 1));
        train(List.of(sparse.inputGradient()));
      }
      train(sparse == null ? layer.kernels().parameterGradients() : List.of(sparse.weightGradient()));
    }
  }

  public void infer() {
    model.layers().forEach(l -> infer(l.kernels().inference()));
  }

  /** The frozen network with its weights in row form, zeros left out. */
  public void inferRows() {
    model.layers().forEach(l -> infer(l.weights() == null ? l.kernels().inference() : l.kernels().inferenceRows()));
  }

  /** The frozen network with its weights in panels, zeros left out. */
  public void inferPanels() {
    model.layers().forEach(l -> infer(l.weights() == null ? l.kernels().inference() : l.kernels().inferencePanels()));
  }

  /** The frozen network with its weights in strips where there are kernels for them, else in rows. */
  public void inferStrips() {
    model.layers().forEach(l -> infer(
        l.weights() == null ? l.kernels().inference()
            : l.kernels().inferenceStrips().isEmpty() ? l.kernels().inferenceRows() : l.kernels().inferenceStrips()));
  }

  /** The frozen network with its weights under bitmaps where there are kernels for them, else in rows. */
  public void inferBitmaps() {
    model.layers().forEach(l -> infer(
        l.weights() == null ? l.kernels().inference()
            : l.kernels().inferenceBitmap().isEmpty() ? l.kernels().inferenceRows() : l.kernels().inferenceBitmap()));
  }

  private void train(List<KernelCall> calls) {
    calls.forEach(c -> run(c, training, model.training()));
  }

  private void infer(List<KernelCall> calls) {
    calls.forEach(c -> run(c, inference, model.inference()));
  }

  private void run(KernelCall call, double[] slab, MemoryPlan plan) {
    if (call.isRoutine()) {
      routine(call, slab, plan);
      return;
    }
    Arguments arguments = Arguments.of(slab, LANES);
    for (int i = 0; i < call.operands().size(); i++) {
      arguments = parameters.bind(arguments, call.kernel().buffers().get(i), call.operands().get(i), plan);
    }
    Interpreter.run(call.kernel(), arguments);
  }

  private void routine(KernelCall call, double[] slab, MemoryPlan plan) {
    int[] laned = new int[call.operands().size()];
    double[] table = null;
    int next = 0;
    for (Operand operand : call.operands()) {
      switch (operand) {
        case Operand.Value(String value) -> laned[next++] = plan.values().get(value).line() * LANES;
        case Operand.Columns(String value) ->
            laned[next++] = (int) slab[plan.values().get(value).line() * LANES];
        case Operand.Count(int number) -> laned[next++] = number;
        case Operand.LeastColumns _, Operand.VectorFloats _ -> laned[next++] = 1;
        case Operand.Gradient(String value) -> laned[next++] = plan.gradients().get(value).line() * LANES;
        case Operand.Weight(String layer) -> table = parameters.weights.get(layer);
        case Operand.WeightGradient(String layer) -> table = parameters.weightGradients.get(layer);
        default -> throw new AssertionError(operand);
      }
    }
    WideRoutines.run(call.routine(), slab, LANES, laned, table);
  }

  /** Sets every input, every dropout's factors, and which lanes weigh tokens at random. */
  public void randomInputs(SplittableRandom random) {
    for (InputSpec input : model.inputs()) {
      set(input.name(), input.isTokens() ? LanedValues.ids(random, input) : random(random, input.shape().size()));
    }
    stages = random.doubles(LANES, -0.5, 2).map(s -> Math.max(s, 0)).toArray();
    for (LayerSpec layer : model.layers()) {
      if (layer.layer().keepsFactors() && !(layer.layer() instanceof LearnedTokensLayer)) {
        double[][] factors = random(random, layer.shape().size());
        for (double[] line : factors) {
          Arrays.setAll(line, l -> line[l] < 0 ? 0 : 2);
        }
        set(layer.name() + ".keep", factors);
      }
    }
  }
}
