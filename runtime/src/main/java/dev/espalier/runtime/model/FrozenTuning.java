package dev.espalier.runtime.model;

import dev.espalier.runtime.encoding.DecodedTensor;
import dev.espalier.runtime.execution.BakedForm;
import dev.espalier.runtime.execution.ExecutionForm;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.memory.Slab;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Picks each layer's form by running the network itself: its kernels, its masks, on this machine. Contenders take
 * turns, so that
 * all see the same disturbances, and the fastest run of each counts: whatever else the machine does only ever adds
 * time.
 */
final class FrozenTuning {
  /** Turns go on for this long a layer; HotSpot compiles a kernel within the first half. */
  private static final long NANOS_A_LAYER = 250_000_000L;

  /** Turns with a baked kernel, whose many small methods HotSpot takes longer to compile. */
  private static final long NANOS_A_BAKED_LAYER = 2_000_000_000L;

  /** However slow the network is. */
  private static final int FEWEST_TURNS = 5;

  private final FrozenProgram program;
  private final FrozenLayer[] layers;
  private final Slab slab;

  private FrozenTuning(FrozenProgram program, FrozenLayer[] layers, Slab slab) {
    this.program = program;
    this.layers = layers;
    this.slab = slab;
  }

  /** The layers with the forms that are fastest for so many samples at once. */
  static List<FrozenLayer> tune(Blueprint blueprint, FrozenProgram program, List<FrozenLayer> layers, int batch) {
    Slab slab = Slab.allocate(blueprint.inferenceLines(), Slab.lanes(batch));
    FrozenTuning tuning = new FrozenTuning(program, layers.toArray(FrozenLayer[]::new), slab);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).weights() != null) {
        tuning.tune(i);
      }
    }
    return List.of(tuning.layers);
  }

  private void tune(int index) {
    FrozenLayer layer = layers[index];
    DecodedTensor decoded = layer.weights().decoded();
    List<ExecutionForm> forms = FormChoice.candidates(layer.info(), decoded.values(), decoded.kept(), layer.bias(), slab.lanes());
    List<FrozenLayer> contenders = new ArrayList<>();
    forms.forEach(form -> contenders.add(layer.in(new FormChoice(form, ""))));
    long[] nanos = fastest(index, contenders);
    int best = 0;
    for (int i = 1; i < nanos.length; i++) {
      best = nanos[i] < nanos[best] ? i : best;
    }
    layers[index] = layer.in(new FormChoice(forms.get(best), reason(forms, nanos)));
  }

  private long[] fastest(int index, List<FrozenLayer> contenders) {
    long[] fastest = new long[contenders.size()];
    Arrays.fill(fastest, Long.MAX_VALUE);
    boolean baked = contenders.stream().anyMatch(layer -> layer.form() instanceof BakedForm);
    long nanos = baked ? NANOS_A_BAKED_LAYER : NANOS_A_LAYER;
    long start = System.nanoTime();
    for (int turn = 0; turn < FEWEST_TURNS || System.nanoTime() - start < nanos; turn++) {
      for (int i = 0; i < fastest.length; i++) {
        layers[index] = contenders.get(i);
        long before = System.nanoTime();
        program.run(slab.values(), slab.base(), slab.lanes(), layers);
        fastest[i] = Math.min(fastest[i], System.nanoTime() - before);
      }
    }
    return fastest;
  }

  private String reason(List<ExecutionForm> forms, long[] nanos) {
    List<String> figures = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      figures.add(String.format(Locale.ROOT, "%s %.1f us", forms.get(i).label(), nanos[i] / 1e3));
    }
    return "measured over the network on " + slab.lanes() + " lanes: " + String.join(", ", figures);
  }
}
