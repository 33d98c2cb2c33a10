package dev.espalier.codegen.testmodel;

import static dev.espalier.codegen.testmodel.ModelInterpreter.LANES;

import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.pass.Blueprints;
import dev.espalier.runtime.execution.BitmapForm;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.KeptPlaces;
import dev.espalier.runtime.execution.KeptWeights;
import dev.espalier.runtime.execution.PanelForm;
import dev.espalier.runtime.execution.StripForm;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.model.WeightUse;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The parameters of a model in double precision, and every form of them that a kernel is given. */
final class ModelParameters {

  private final ModelSpec model;
  final Map<String, double[]> weights = new HashMap<>();
  final Map<String, double[]> biases = new HashMap<>();
  final Map<String, double[]> weightGradients = new HashMap<>();
  final Map<String, double[]> biasGradients = new HashMap<>();
  final Map<String, BatchNormOracle> norms = new HashMap<>();
  private final Map<String, KeptWeights> kept = new HashMap<>();
  private final Map<String, double[]> keptSums = new HashMap<>();

  /** With random weights and biases. */
  ModelParameters(ModelSpec model, SplittableRandom random) {
    this.model = model;
    for (LayerSpec layer : model.layers()) {
      if (layer.layer().normalizes()) {
        norms.put(layer.name(), new BatchNormOracle(layer, random));
      }
      if (layer.weights() != null) {
        double bound = 1 / Math.sqrt(layer.weights().columns());
        weights.put(layer.name(), layer.weights().use() == WeightUse.THRESHOLD
            ? new double[] {random.nextDouble(0.1, 0.3)}
            : random.doubles(layer.weights().size(), -bound, bound).toArray());
        weightGradients.put(layer.name(), new double[layer.weights().size()]);
        if (layer.weights().bias()) {
          biases.put(layer.name(), random.doubles(layer.weights().rows(), -0.5, 0.5).toArray());
          biasGradients.put(layer.name(), new double[layer.weights().rows()]);
        }
      }
    }
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

  /** Takes the weights that a layer keeps now, with the forms and the sums of a step over them alone. */
  void keep(LayerSpec layer) {
    kept.put(layer.name(), keptWeights(layer));
    keptSums.put(layer.name(), new double[kept.get(layer.name()).sums().length]);
  }

  /** The gradients of a layer's kept weights, in row order. */
  double[] keptGradient(String layer) {
    KeptWeights weights = kept.get(layer);
    double[] sums = keptSums.get(layer);
    double[] gradient = new double[weights.count()];
    for (int row = 0; row + 1 < weights.rowPointers().length; row++) {
      int from = weights.rowPointers()[row];
      int sum = weights.bundlePointers()[row] * KeptWeights.BUNDLE;
      System.arraycopy(sums, sum, gradient, from, weights.rowPointers()[row + 1] - from);
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

  /** A kernel's arguments with one operand more, by the plan of the slab that it runs on. */
  Arguments bind(Arguments arguments, Buffer buffer, Operand operand, MemoryPlan plan) {
    String name = buffer.name();
    return switch (operand) {
      case Operand.Value(String value) -> arguments.base(name, plan.values().get(value).line() * LANES);
      case Operand.Columns(String value) ->
          arguments.count(name, (int) arguments.slab()[plan.values().get(value).line() * LANES]);
      case Operand.Gradient(String value) -> arguments.base(name, plan.gradients().get(value).line() * LANES);
      case Operand.Weight(String layer) -> arguments.floats(name, weightsIn(layer, plan));
      case Operand.WeightTiles(String layer, Operand.TilePart part) -> {
        DenseForm packed = packed(layer, (g, _, w, _) -> DenseForm.inTiles(g, w));
        yield switch (part) {
          case FIRST_ROWS -> arguments.ints(name, packed.firstRows());
          case VALUES -> arguments.floats(name, unpacked(layer, packed.values()));
        };
      }
      case Operand.Bias(String layer) -> arguments.floats(name, biasIn(layer, plan));
      case Operand.Normalization(String layer, Operand.NormalizationPart part) ->
          arguments.floats(name, norms.get(layer).part(part));
      case Operand.Constants(String _, ConstantTable table) -> arguments.floats(name, WideRoutines.constants(table));
      case Operand.WeightGradient(String layer) -> arguments.floats(name, weightGradients.get(layer));
      case Operand.BiasGradient(String layer) -> arguments.floats(name, biasGradients.get(layer));
      case Operand.RowValues(String layer) ->
          arguments.floats(name, Arrays.stream(weightsIn(layer, plan)).filter(w -> w != 0).toArray());
      case Operand.RowPointers(String layer, Operand.RowBlock _) -> arguments.ints(name, pointers(layer));
      case Operand.RowTaps(String layer) ->
          arguments.ints(name, plan.equals(model.training()) ? kept.get(layer).taps() : taps(layer, LANES));
      case Operand.ColumnPointers(String layer) -> arguments.ints(name, kept.get(layer).columnPointers());
      case Operand.ColumnEntries(String layer) -> arguments.ints(name, kept.get(layer).columnEntries());
      case Operand.ColumnTaps(String layer) -> arguments.ints(name, kept.get(layer).columnTaps());
      case Operand.ColumnTiles _ -> throw new AssertionError(operand);
      case Operand.KeptRange(String layer) ->
          arguments.ints(name, new int[] {0, model.layer(layer).orElseThrow().weights().rows()});
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
          case SHARED_TAPS -> arguments.ints(name, packed.sharedTaps(LANES));
          case SHARED_VALUES -> arguments.floats(name, unpacked(layer, packed.sharedValues()));
          case POINTERS -> arguments.ints(name, packed.pointers());
          case TAPS -> arguments.ints(name, packed.taps(LANES));
          case VALUES -> arguments.floats(name, unpacked(layer, packed.values()));
        };
      }
      case Operand.Strip(String layer, Operand.StripPart part) -> {
        int height = Blueprints.of(model).layers().get(Blueprints.of(model).indexOf(layer)).frozen().stripRows();
        StripForm packed = packed(layer, (g, in, w, kept) -> StripForm.of(height, g, in, w, kept));
        yield switch (part) {
          case POINTERS -> arguments.ints(name, packed.pointers());
          case TAPS -> arguments.ints(name, packed.taps(LANES));
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
    return IntStream.range(0, indices.length)
        .mapToDouble(i -> indices[i] == 0 ? 0 : values[(int) indices[i] - 1])
        .toArray();
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

  /** Taps in floats of lines of so many lanes. */
  private int[] taps(String layer, int lanes) {
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
              int line = input.line(group * channels + c, r * g.dilationHeight(), s * g.dilationWidth());
              return lanes * (line - input.line(0, 0, 0));
            })
        .toArray();
  }
}
