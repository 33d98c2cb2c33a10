package dev.espalier.runtime.model;

import dev.espalier.runtime.execution.BakedForm;
import dev.espalier.runtime.execution.ExecutionForm;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.parallel.Workers;
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

  /**
   * Turns with a baked kernel: HotSpot counts calls and iterations, and not time, before it compiles a method for good,
   * and until then one of a convolution took 77 times as long.
   */
  private static final int FEWEST_BAKED_TURNS = 200;

  private final FrozenProgram program;
  private final FrozenLayer[] layers;
  private final Panels panels;

  private FrozenTuning(FrozenProgram program, FrozenLayer[] layers, Panels panels) {
    this.program = program;
    this.layers = layers;
    this.panels = panels;
  }

  /** The layers with the forms that are fastest for so many samples at once. */
  static List<FrozenLayer> tune(Blueprint blueprint, FrozenProgram program, List<FrozenLayer> layers, int batch) {
    FrozenLayer[] all = layers.toArray(FrozenLayer[]::new);
    int threads = FrozenWork.workers(all, batch, Workers.shared()).threads();
    Panels panels = Panels.allocate(blueprint.inferenceLines(), batch, threads, blueprint.widestPanel());
    FrozenTuning tuning = new FrozenTuning(program, all, panels);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).weights() != null && layers.get(i).info().weights().isProduct()) {
        tuning.tune(i);
      }
    }
    return List.of(tuning.layers);
  }

  private void tune(int index) {
    FrozenLayer layer = layers[index];
    List<ExecutionForm> forms = FormChoice.candidates(layer.info(), layer.remaining(), panels.slab(0).lanes());
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
    int turns = baked ? FEWEST_BAKED_TURNS : FEWEST_TURNS;
    long start = System.nanoTime();
    for (int turn = 0; turn < turns || System.nanoTime() - start < nanos; turn++) {
      for (int i = 0; i < fastest.length; i++) {
        layers[index] = contenders.get(i);
        long before = System.nanoTime();
        runAll();
        fastest[i] = Math.min(fastest[i], System.nanoTime() - before);
      }
    }
    return fastest;
  }

  // On one thread: others would only add their noise.
  private void runAll() {
    for (int panel = 0; panel < panels.count(); panel++) {
      Slab slab = panels.slab(panel);
      program.run(slab.values(), slab.base(), slab.lanes(), layers);
    }
  }

  private String reason(List<ExecutionForm> forms, long[] nanos) {
    List<String> figures = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      figures.add(String.format(Locale.ROOT, "%s %.1f us", forms.get(i).label(), nanos[i] / 1e3));
    }
    return "measured over the network on panels of " + panels.slab(0).lanes() + " lanes: " + String.join(", ", figures);
  }
}
