package dev.espalier.codegen.emit;

import com.palantir.javapoet.FieldSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** Where every value begins in the slabs, as named constants in the order of the lines. */
final class SlabCode {
  private final ModelSpec model;
  private final Naming naming;

  SlabCode(ModelSpec model, Naming naming) {
    this.model = model;
    this.naming = naming;
  }

  List<FieldSpec> constants() {
    MemoryPlan training = model.training();
    MemoryPlan inference = model.inference();
    List<FieldSpec> all = new ArrayList<>();
    all.add(constant("TRAINING_LINES", training.lines(), "Lines of the slab of a training step."));
    all.addAll(constants(training.values(), naming::value, "{@code %s} in training"));
    all.addAll(constants(training.gradients(), naming::gradient, "The gradient of {@code %s}"));
    all.add(constant("INFERENCE_LINES", inference.lines(), "Lines of the slab of the frozen network."));
    all.addAll(constants(inference.values(), naming::inference, "{@code %s} in the frozen network"));
    return all;
  }

  private static List<FieldSpec> constants(
      SortedMap<String, Placement> placements, Function<String, String> name, String what) {
    return placements.entrySet().stream()
        .sorted(Comparator.comparingInt((Map.Entry<String, Placement> e) -> e.getValue().line())
            .thenComparing(Map.Entry::getKey))
        .map(e -> constant(name.apply(e.getKey()), e.getValue().line(),
            what.formatted(e.getKey()) + ": " + text(e.getValue().layout()) + "."))
        .toList();
  }

  private static String text(Layout layout) {
    String shape = layout.height() == 1 && layout.width() == 1
        ? layout.channels() + " lines"
        : layout.channels() + (layout.channels() == 1 ? " plane of " : " planes of ")
            + layout.height() + " x " + layout.width();
    return layout.padHeight() == 0 && layout.padWidth() == 0
        ? shape
        : shape + " in a halo of " + layout.padHeight() + " x " + layout.padWidth() + " zeros";
  }

  private static FieldSpec constant(String name, int line, String javadoc) {
    return FieldSpec.builder(int.class, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", javadoc)
        .initializer("$L", line)
        .build();
  }
}
