package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.runtime.memory.Layout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays a network's calls on a slab that remembers for every line whose number it holds, and fails when a kernel reads
 * a line that somebody else has written since. Knows lives only from the calls themselves.
 */
final class SlabShadow {
  private final ModelSpec model;
  private final MemoryPlan plan;
  private final String[] owner;
  /** What a view is called where it is a view. */
  private final Map<String, String> roots = new HashMap<>();

  SlabShadow(ModelSpec model, MemoryPlan plan) {
    this.model = model;
    this.plan = plan;
    this.owner = new String[plan.lines()];
    Arrays.fill(owner, "zero");
  }

  /** Whatever the runtime writes before a step. */
  void fill() {
    model.inputs().forEach(i -> write(i.name()));
    for (LayerSpec layer : model.layers()) {
      for (String filled : List.of(layer.name() + ".keep", layer.name() + ".lanes")) {
        if (plan.values().containsKey(filled)) {
          write(filled);
        }
      }
    }
  }

  void forward(LayerSpec layer, List<KernelCall> calls) {
    if (calls.isEmpty()) {
      String input = layer.inputs().getFirst();
      if (!model.isFolded(layer)) {
        assertThat(layer.layer().kind()).as(layer.name()).isIn("Flatten", "Dropout");
        assertThat(layer.activation()).isNull();
      }
      roots.put(layer.name(), root(input));
      read(layer.name());
    }
    calls.forEach(this::call);
  }

  void loss() {
    read(model.output().name());
    claim(plan.gradients().get(model.output().name()), "d " + root(model.output().name()), false);
  }

  void backward(LayerSpec layer) {
    layer.kernels().valueGradients().forEach(this::call);
  }

  /** After the whole backward pass. */
  void parameterGradients(LayerSpec layer) {
    layer.kernels().parameterGradients().forEach(this::call);
  }

  private void call(KernelCall call) {
    assertThat(call.operands()).hasSameSizeAs(call.kernel().buffers());
    for (int i = 0; i < call.operands().size(); i++) {
      if (call.kernel().buffers().get(i).access() == Buffer.Access.READ) {
        touch(call, i);
      }
    }
    for (int i = 0; i < call.operands().size(); i++) {
      if (call.kernel().buffers().get(i).access() != Buffer.Access.READ) {
        touch(call, i);
      }
    }
    // What is written overlaps nothing that is read.
    for (int i = 0; i < call.operands().size(); i++) {
      if (call.kernel().buffers().get(i).access() == Buffer.Access.READ) {
        touch(call, i);
      }
    }
  }

  private void touch(KernelCall call, int index) {
    Buffer buffer = call.kernel().buffers().get(index);
    Buffer.Access access = buffer.access();
    switch (call.operands().get(index)) {
      case Operand.Value(String name) -> {
        if (access.reads()) {
          read(name);
        }
        if (access.writes()) {
          write(name);
        }
      }
      case Operand.Gradient(String name) -> {
        // A layer that scatters clears the gradient itself, and updates it then.
        boolean clears = access == Buffer.Access.UPDATE && !holds(name);
        if (access.reads() && !clears) {
          check(plan.gradients().get(name), "d " + root(name), false);
        }
        if (clears) {
          assertThat(call.kernel().body()).as("%s clears", call.kernel().name()).hasSizeGreaterThan(1);
        }
        claim(plan.gradients().get(name), "d " + root(name), true);
      }
      default -> assertThat(buffer.kind()).isNotEqualTo(Buffer.Kind.LANED);
    }
  }

  private boolean holds(String name) {
    Placement placement = plan.gradients().get(name);
    return owner[placement.line() + placement.layout().line(0, 0, 0)].equals("d " + root(name));
  }

  private void read(String name) {
    boolean halo = model.consumersOf(name).stream().anyMatch(l -> l.layer().padHeight() + l.layer().padWidth() > 0);
    check(plan.values().get(name), root(name), halo);
  }

  private void write(String name) {
    claim(plan.values().get(name), name, false);
  }

  private String root(String name) {
    return roots.getOrDefault(name, name);
  }

  private void check(Placement placement, String name, boolean halo) {
    boolean[] inside = inside(placement);
    for (int q = 0; q < inside.length; q++) {
      if (inside[q] || halo) {
        assertThat(owner[placement.line() + q]).as("line %d of %s", q, name).isEqualTo(inside[q] ? name : "zero");
      }
    }
  }

  private void claim(Placement placement, String name, boolean halo) {
    boolean[] inside = inside(placement);
    for (int q = 0; q < inside.length; q++) {
      if (inside[q] || halo) {
        owner[placement.line() + q] = name;
      }
    }
  }

  /** Which lines of a placement hold values and not the halo. */
  private static boolean[] inside(Placement placement) {
    Layout layout = placement.layout();
    boolean[] inside = new boolean[layout.lines()];
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          inside[layout.line(c, y, x)] = true;
        }
      }
    }
    return inside;
  }
}
