package dev.espalier.runtime.model;

import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.ExecutionForm;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.execution.FormRates;
import dev.espalier.runtime.execution.MachineRates;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Measures what a weight costs in each form, once a machine, with the kernels of the first network that has a layer
 * large enough: the layer runs with random masks of two densities, and the difference of the times is that of the
 * weights between them. What else the network does cancels out. What is left of the time of rows in blocks, less that
 * of whole rows, is what the blocks' rows cost to begin and to end.
 */
final class FrozenCalibration {
  private static final int[] WIDTHS = {16, 80};
  private static final int FEWEST_WEIGHTS = 1 << 16;
  private static final double SPARSE = 0.1;
  private static final double FULLER = 0.3;

  /** Rounds go on until no form has become faster for so long: HotSpot compiles while they do. */
  private static final long SETTLED_NANOS = 150_000_000L;

  private static final long MOST_NANOS = 1_500_000_000L;
  private static final double FASTER = 0.95;

  private final Blueprint blueprint;
  private final FrozenProgram program;
  private final FrozenLayer[] layers;
  private final int index;

  private FrozenCalibration(Blueprint blueprint, FrozenProgram program, FrozenLayer[] layers, int index) {
    this.blueprint = blueprint;
    this.program = program;
    this.layers = layers;
    this.index = index;
  }

  /** The layers, chosen anew where rates were missing and could be measured with this network. */
  static List<FrozenLayer> calibrated(Blueprint blueprint, FrozenProgram program, List<FrozenLayer> layers) {
    if (FormChoice.isForced() || !MachineRates.areMissing()) {
      return layers;
    }
    for (int i = 0; i < layers.size(); i++) {
      WeightGeometry weights = layers.get(i).info().weights();
      if (weights != null && weights.isProduct() && RowForm.takesBlocks(weights) && weights.size() >= FEWEST_WEIGHTS) {
        Optional<FormRates> rates =
            new FrozenCalibration(blueprint, program, layers.toArray(FrozenLayer[]::new), i).measure();
        rates.ifPresent(MachineRates::keep);
        return rates.isEmpty() ? layers : layers.stream().map(FrozenLayer::chosenAgain).toList();
      }
    }
    return layers;
  }

  /** The rates; nothing where times did not settle, or cannot be: a machine that is too busy is asked again later. */
  private Optional<FormRates> measure() {
    FrozenLayer layer = layers[index];
    WeightGeometry geometry = layer.info().weights();
    Layout input = layer.info().inferenceInput();
    float[] weights = new float[geometry.size()];
    Arrays.fill(weights, 0.01f);
    BitSet sparse = mask(geometry, SPARSE);
    BitSet fuller = mask(geometry, FULLER);
    List<ExecutionForm> forms = List.of(
        RowForm.of(geometry, input, weights, new BitSet()),
        DenseForm.of(layer.info(), weights),
        RowForm.of(geometry, input, weights, sparse),
        RowForm.of(geometry, input, weights, fuller),
        RowForm.inBlocks(geometry, input, weights, sparse),
        RowForm.inBlocks(geometry, input, weights, fuller));
    double between = fuller.cardinality() - sparse.cardinality();
    double[] dense = new double[WIDTHS.length];
    double[] row = new double[WIDTHS.length];
    double[] block = new double[WIDTHS.length];
    double[] start = new double[WIDTHS.length];
    double starts = (double) geometry.rows() * (((RowForm) forms.get(4)).blocks() - 1);
    for (int i = 0; i < WIDTHS.length; i++) {
      Optional<long[]> times = fastest(forms, Slab.allocate(blueprint.inferenceLines(), WIDTHS[i]));
      if (times.isEmpty()) {
        return Optional.empty();
      }
      long[] nanos = times.get();
      dense[i] = (nanos[1] - nanos[0]) / (double) geometry.size();
      row[i] = (nanos[3] - nanos[2]) / between;
      block[i] = (nanos[5] - nanos[4]) / between;
      double blocks = nanos[4] - block[i] * sparse.cardinality();
      double rows = nanos[2] - row[i] * sparse.cardinality();
      start[i] = (blocks - rows) / starts;
    }
    FormRates rates = FormRates.measured(WIDTHS[0], WIDTHS[1], dense, row, block, start, "measured");
    return rates.plausible() ? Optional.of(rates) : Optional.empty();
  }

  private static BitSet mask(WeightGeometry geometry, double density) {
    Randomness random = Randomness.stream(1, "calibration", 0);
    BitSet kept = new BitSet(geometry.size());
    for (int i = 0; i < geometry.size(); i++) {
      kept.set(i, random.nextFloat(0, 1) < density);
    }
    return kept;
  }

  private Optional<long[]> fastest(List<ExecutionForm> forms, Slab slab) {
    FrozenLayer[] contenders = forms.stream()
        .map(f -> layers[index].in(new FormChoice(f, ""))).toArray(FrozenLayer[]::new);
    long[] fastest = new long[contenders.length];
    Arrays.fill(fastest, Long.MAX_VALUE);
    long start = System.nanoTime();
    long improved = start;
    while (System.nanoTime() - improved < SETTLED_NANOS) {
      if (System.nanoTime() - start > MOST_NANOS) {
        return Optional.empty();
      }
      for (int i = 0; i < fastest.length; i++) {
        layers[index] = contenders[i];
        long before = System.nanoTime();
        program.run(slab.values(), slab.base(), slab.lanes(), layers);
        long taken = System.nanoTime() - before;
        if (taken < FASTER * fastest[i]) {
          improved = System.nanoTime();
        }
        fastest[i] = Math.min(fastest[i], taken);
      }
    }
    return Optional.of(fastest);
  }
}
