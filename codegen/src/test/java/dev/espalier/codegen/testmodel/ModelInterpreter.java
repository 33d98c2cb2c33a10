package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Interpreter;
import dev.espalier.codegen.pass.Blueprints;
import dev.espalier.runtime.execution.BitmapForm;
import dev.espalier.runtime.execution.KeptPlaces;
import dev.espalier.runtime.execution.KeptWeights;
import dev.espalier.runtime.execution.PanelForm;
import dev.espalier.runtime.execution.StripForm;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Executes the kernels of a model at stage SELECTED in double precision, on slabs by its memory plans. Values are
 * handed
 * in and out as {@code [feature][lane]} without halos.
 */
public final class ModelInterpreter {
  /** Lanes of a line: the fewest there are. */
  public static final int LANES = 16;

  /** Token ids of random inputs are below it. */
  public static final int IDS = 7;

  private final ModelSpec model;
  private final double[] training;
  private final double[] inference;
  private final Map<String, double[]> weights = new HashMap<>();
  private final Map<String, double[]> biases = new HashMap<>();
  private final Map<String, double[]> weightGradients = new HashMap<>();
  private final Map<String, double[]> biasGradients = new HashMap<>();
  private final Map<String, KeptWeights> kept = new HashMap<>();
  private final Map<String, double[]> keptSums = new HashMap<>();
  private final Map<String, BatchNormOracle> norms = new HashMap<>();
  private int samples = LANES;

  /** With random weights, biases and dropout factors. */
  public ModelInterpreter(ModelSpec model, SplittableRandom random) {
    this.model = model;
    this.training = new double[model.training().lines() * LANES];
    this.inference = new double[model.inference().lines() * LANES];
    for (LayerSpec layer : model.layers()) {
      if (layer.layer().normalizes()) {
        norms.put(layer.name(), new BatchNormOracle(layer, random));
      }
      if (layer.weights() != null) {
        double bound = 1 / Math.sqrt(layer.weights().columns());
        weights.put(layer.name(), random.doubles(layer.weights().size(), -bound, bound).toArray());
        weightGradients.put(layer.name(), new double[layer.weights().size()]);
        if (layer.weights().bias()) {
          biases.put(layer.name(), random.doubles(layer.weights().rows(), -0.5, 0.5).toArray());
          biasGradients.put(layer.name(), new double[layer.weights().rows()]);
        }
      }
    }
  }

  /** How many lanes hold samples; what stands in the others belongs to no batch. */
  public void samples(int count) {
    samples = count;
  }

  public double[] scale(String layer) {
    return norms.get(layer).scale;
  }

  public double[] shift(String layer) {
    return norms.get(layer).shift;
  }

  public double[] scaleGradient(String layer) {
    return norms.get(layer).scaleGradient;
  }

  public double[] shiftGradient(String layer) {
    return norms.get(layer).shiftGradient;
  }

  public double[] weights(String layer) {
    return weights.get(layer);
  }

  public double[] bias(String layer) {
    return biases.get(layer);
  }

  public double[] weightGradient(String layer) {
    return weightGradients.get(layer);
  }

  public double[] biasGradient(String layer) {
    return biasGradients.get(layer);
  }

  /** Writes a value of both slabs where it is there: an input, dropout factors. */
  public void set(String value, double[][] features) {
    write(training, model.training().values().get(value), features);
    Placement there = model.inference().values().get(value);
    if (there != null) {
      write(inference, there, features);
    }
  }

  public double[][] value(String name) {
    return read(training, model.training().values().get(name));
  }

  public double[][] inferenceValue(String name) {
    return read(inference, model.inference().values().get(name));
  }

  public void setGradient(String value, double[][] features) {
    write(training, model.training().gradients().get(value), features);
  }

  public double[][] gradient(String name) {
    return read(training, model.training().gradients().get(name));
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
    for (LayerSpec layer : model.layers()) {
      if (norms.containsKey(layer.name())) {
        double[][] filled = new double[1][LANES];
        Arrays.fill(filled[0], 0, samples, 1);
        if (model.training().values().containsKey(layer.name() + ".lanes")) {
          set(layer.name() + ".lanes", filled);
        }
        norms.get(layer.name()).forward(value(layer.inputs().getFirst()), samples);
      }
      train(layer.kernels().forward());
    }
  }

  public void backward() {
    for (LayerSpec layer : model.layers().reversed()) {
      if (norms.containsKey(layer.name())) {
        train(layer.kernels().backward().stream().filter(c -> !readsNormalization(c)).toList());
        norms.get(layer.name()).backward(value(layer.inputs().getFirst()), gradient(layer.name()), samples);
        train(layer.kernels().backward().stream().filter(ModelInterpreter::readsNormalization).toList());
      } else {
        train(layer.kernels().backward());
      }
    }
  }

  private static boolean readsNormalization(KernelCall call) {
    return call.operands().stream().anyMatch(Operand.Normalization.class::isInstance);
  }

  /** The batch normalisation that a frozen layer takes in, or null. */
  private BatchNormOracle folded(String layer, MemoryPlan plan) {
    LayerSpec by = plan.equals(model.inference()) ? model.foldedInto(model.layer(layer).orElseThrow()) : null;
    return by == null ? null : norms.get(by.name());
  }

  private double[] weightsIn(String layer, MemoryPlan plan) {
    double[] trained = weights.get(layer);
    BatchNormOracle norm = folded(layer, plan);
    if (norm == null) {
      return trained;
    }
    int columns = model.layer(layer).orElseThrow().weights().columns();
    return IntStream.range(0, trained.length).mapToDouble(i -> trained[i] * norm.factor(i / columns)).toArray();
  }

  private double[] biasIn(String layer, MemoryPlan plan) {
    double[] trained = biases.get(layer);
    BatchNormOracle norm = folded(layer, plan);
    if (norm == null) {
      return trained;
    }
    return IntStream.range(0, norm.scale.length)
        .mapToDouble(c -> (trained == null ? 0 : trained[c] * norm.factor(c)) + norm.offset(c)).toArray();
  }

  /** Makes a step over kept weights alone, zeros left out, in the layers that can; what they keep is as of now. */
  public void forwardKept() {
    for (LayerSpec layer : model.layers()) {
      boolean sparse = layer.kernels().sparse() != null;
      if (sparse) {
        kept.put(layer.name(), keptWeights(layer));
        keptSums.put(layer.name(), new double[kept.get(layer.name()).sums().length]);
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

  /** The gradients of a layer's kept weights, in row order. */
  public double[] keptGradient(String layer) {
    KeptWeights weights = kept.get(layer);
    double[] sums = keptSums.get(layer);
    double[] gradient = new double[weights.count()];
    for (int row = 0; row + 1 < weights.rowPointers().length; row++) {
      int from = weights.rowPointers()[row];
      System.arraycopy(
          sums, weights.bundlePointers()[row] * KeptWeights.BUNDLE, gradient, from, weights.rowPointers()[row + 1] - from);
    }
    return gradient;
  }

  private KeptWeights keptWeights(LayerSpec layer) {
    WeightGeometry geometry = layer.weights();
    double[] values = weights.get(layer.name());
    int[] indices = IntStream.range(0, values.length).filter(i -> values[i] != 0).toArray();
    KeptPlaces places = geometry.isDense() ? null : new KeptPlaces(
        geometry,
        model.training().values().get(layer.inputs().getFirst()).layout(),
        model.training().values().get(layer.name()).layout());
    return new KeptWeights(geometry.rows(), geometry.columns(), indices, places);
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
      arguments = bind(arguments, call.kernel().buffers().get(i), call.operands().get(i), plan);
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
        case Operand.Weight(String layer) -> table = weights.get(layer);
        case Operand.WeightGradient(String layer) -> table = weightGradients.get(layer);
        default -> throw new AssertionError(operand);
      }
    }
    WideRoutines.run(call.routine(), slab, LANES, laned, table);
  }

  private Arguments bind(Arguments arguments, Buffer buffer, Operand operand, MemoryPlan plan) {
    String name = buffer.name();
    return switch (operand) {
      case Operand.Value(String value) -> arguments.base(name, plan.values().get(value).line() * LANES);
      case Operand.Columns(String value) ->
          arguments.count(name, (int) arguments.slab()[plan.values().get(value).line() * LANES]);
      case Operand.Gradient(String value) -> arguments.base(name, plan.gradients().get(value).line() * LANES);
      case Operand.Weight(String layer) -> arguments.floats(name, weightsIn(layer, plan));
      case Operand.Bias(String layer) -> arguments.floats(name, biasIn(layer, plan));
      case Operand.Normalization(String layer, Operand.NormalizationPart part) ->
          arguments.floats(name, norms.get(layer).part(part));
      case Operand.Constants(String _, ConstantTable table) ->
          arguments.floats(name, WideRoutines.constants(table));
      case Operand.WeightGradient(String layer) -> arguments.floats(name, weightGradients.get(layer));
      case Operand.BiasGradient(String layer) -> arguments.floats(name, biasGradients.get(layer));
      case Operand.RowValues(String layer) ->
          arguments.floats(name, Arrays.stream(weightsIn(layer, plan)).filter(w -> w != 0).toArray());
      case Operand.RowPointers(String layer, Operand.RowBlock _) -> arguments.ints(name, pointers(layer));
      case Operand.RowTaps(String layer) ->
          arguments.ints(name, plan.equals(model.training()) ? kept.get(layer).taps() : taps(layer));
      case Operand.ColumnPointers(String layer) -> arguments.ints(name, kept.get(layer).columnPointers());
      case Operand.ColumnEntries(String layer) -> arguments.ints(name, kept.get(layer).columnEntries());
      case Operand.ColumnTaps(String layer) -> arguments.ints(name, kept.get(layer).columnTaps());
      case Operand.Bundles(String layer, Operand.BundlePart part) -> arguments.ints(name, switch (part) {
        case POINTERS -> kept.get(layer).bundlePointers();
        case TAPS -> kept.get(layer).bundleTaps();
      });
      case Operand.KeptGradient(String layer) -> arguments.floats(name, keptSums.get(layer));
      case Operand.Panel(String layer, Operand.PanelPart part) -> {
        PanelForm packed = panels(layer);
        yield switch (part) {
          case ORDER -> arguments.ints(name, packed.order());
          case SHARED_POINTERS -> arguments.ints(name, packed.sharedPointers());
          case SHARED_TAPS -> arguments.ints(name, packed.sharedTaps());
          case SHARED_VALUES -> arguments.floats(name, unpacked(layer, packed.sharedValues()));
          case POINTERS -> arguments.ints(name, packed.pointers());
          case TAPS -> arguments.ints(name, packed.taps());
          case VALUES -> arguments.floats(name, unpacked(layer, packed.values()));
        };
      }
      case Operand.Strip(String layer, Operand.StripPart part) -> {
        int height = Blueprints.of(model).layers().get(Blueprints.of(model).indexOf(layer)).frozen().stripRows();
        StripForm packed = packed(layer, (g, in, w, kept) -> StripForm.of(height, g, in, w, kept));
        yield switch (part) {
          case POINTERS -> arguments.ints(name, packed.pointers());
          case TAPS -> arguments.ints(name, packed.taps());
          case VALUES -> arguments.floats(name, unpacked(layer, packed.values()));
        };
      }
      case Operand.Compact _, Operand.CompactBias _, Operand.Channels _, Operand.Count _, Operand.LeastColumns _,
          Operand.VectorFloats _ -> throw new AssertionError(operand);
      case Operand.Bitmap(String layer, Operand.BitmapPart part) -> {
        BitmapForm packed = packed(layer, BitmapForm::of);
        yield switch (part) {
          case WORDS -> arguments.ints(name, packed.words());
          case STARTS -> arguments.ints(name, packed.starts());
          case LINES -> arguments.ints(name, packed.lines());
          case GROUPS -> arguments.ints(name, packed.groups());
          case SET_POINTERS -> arguments.ints(name, packed.setPointers());
          case SET_BITS -> arguments.ints(name, packed.setBits());
          case VALUES -> arguments.floats(name, unpacked(layer, packed.values()));
        };
      }
    };
  }

  private PanelForm panels(String layer) {
    return packed(layer, PanelForm::of);
  }

  /** How a form packs kept weights. */
  private interface Packing<T> {
    T of(WeightGeometry geometry, Layout input, float[] weights, BitSet kept);
  }

  /** With the indices of the weights for their values, from 1, so that nothing is rounded. */
  private <T> T packed(String layer, Packing<T> packing) {
    LayerSpec spec = model.layer(layer).orElseThrow();
    double[] values = weights.get(layer);
    float[] indices = new float[values.length];
    BitSet kept = new BitSet();
    for (int i = 0; i < values.length; i++) {
      indices[i] = i + 1;
      kept.set(i, values[i] != 0);
    }
    Layout input = model.inference().values().get(spec.inputs().getFirst()).layout();
    return packing.of(spec.weights(), input, indices, kept);
  }

  private double[] unpacked(String layer, float[] indices) {
    double[] values = weightsIn(layer, model.inference());
    return IntStream.range(0, indices.length).mapToDouble(i -> indices[i] == 0 ? 0 : values[(int) indices[i] - 1]).toArray();
  }

  private int[] pointers(String layer) {
    WeightGeometry geometry = model.layer(layer).orElseThrow().weights();
    double[] values = weights.get(layer);
    int[] pointers = new int[geometry.rows() + 1];
    for (int row = 0; row < geometry.rows(); row++) {
      int kept = 0;
      for (int column = 0; column < geometry.columns(); column++) {
        kept += values[row * geometry.columns() + column] != 0 ? 1 : 0;
      }
      pointers[row + 1] = pointers[row] + kept;
    }
    return pointers;
  }

  private int[] taps(String layer) {
    LayerSpec spec = model.layer(layer).orElseThrow();
    WeightGeometry g = spec.weights();
    Layout input = model.inference().values().get(spec.inputs().getFirst()).layout();
    double[] values = weights.get(layer);
    int channels = g.channels() / g.groups();
    int filters = g.filters() / g.groups();
    return IntStream.range(0, g.size())
        .filter(i -> values[i] != 0)
        .map(
            i -> {
              int column = i % g.columns();
              int s = column % g.kernelWidth();
              int r = column / g.kernelWidth() % g.kernelHeight();
              int c = column / g.kernelWidth() / g.kernelHeight();
              int group = i / g.columns() / filters;
              return input.line(group * channels + c, r * g.dilationHeight(), s * g.dilationWidth()) - input.line(0, 0, 0);
            })
        .toArray();
  }

  private static void write(double[] slab, Placement placement, double[][] features) {
    each(placement, (feature, at) -> System.arraycopy(features[feature], 0, slab, at, LANES));
  }

  private static double[][] read(double[] slab, Placement placement) {
    double[][] features = new double[placement.layout().features()][];
    each(placement, (feature, at) -> features[feature] = Arrays.copyOfRange(slab, at, at + LANES));
    return features;
  }

  private interface Visitor {
    void visit(int feature, int at);
  }

  private static void each(Placement placement, Visitor visitor) {
    Layout layout = placement.layout();
    int feature = 0;
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          visitor.visit(feature++, (placement.line() + layout.line(c, y, x)) * LANES);
        }
      }
    }
  }

  /** Ids below what every embedding of the tests has rows for; sentences of all lengths from none on. */
  private static double[][] ids(SplittableRandom random, InputSpec input) {
    double[][] ids = new double[input.tokens()][LANES];
    for (int lane = 0; lane < LANES; lane++) {
      int length = lane == 0 ? 0 : lane == 1 ? input.tokens() : random.nextInt(1, input.tokens() + 1);
      for (int t = 0; t < input.tokens(); t++) {
        ids[t][lane] = t < length ? random.nextInt(IDS) : -1;
      }
    }
    return ids;
  }

  /** Random features. */
  public static double[][] random(SplittableRandom random, int features) {
    double[][] values = new double[features][];
    Arrays.setAll(values, _ -> random.doubles(LANES, -1, 1).toArray());
    return values;
  }

  /** Sets every input and every dropout's factors at random. */
  public void randomInputs(SplittableRandom random) {
    model.inputs().forEach(i -> set(i.name(), i.isTokens() ? ids(random, i) : random(random, i.shape().size())));
    for (LayerSpec layer : model.layers()) {
      if (layer.layer().keepsFactors()) {
        double[][] factors = random(random, layer.shape().size());
        for (double[] line : factors) {
          Arrays.setAll(line, l -> line[l] < 0 ? 0 : 2);
        }
        set(layer.name() + ".keep", factors);
      }
    }
  }
}
