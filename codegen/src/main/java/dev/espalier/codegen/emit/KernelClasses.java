package dev.espalier.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.NameAllocator;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The kernel classes of a network: one for each different kernel, named after the layer and role that first needs it.
 * What is generated grows with the number of different layers, not of layers.
 *
 * <p>An underscore stands between the network's name and the layer's, so that layer {@code bigDense} of {@code Net} and
 * layer {@code dense} of {@code NetBig} do not meet. No two names differ in case alone: some file systems take them for
 * one.
 */
final class KernelClasses {

  /** One generated kernel class and who calls it. */
  record KernelClass(ClassName name, KernelSpec kernel, Target target, List<String> users) {}

  private record Key(KernelSpec kernel, Target target) {}

  private final String packageName;
  private final String prefix;
  private final Target target;
  private final Predicate<String> typeExists;
  private final Set<String> taken = new HashSet<>();
  private final Map<Key, KernelClass> classes = new LinkedHashMap<>();

  private KernelClasses(ModelSpec model, Predicate<String> typeExists) {
    this.packageName = model.packageName();
    this.prefix = "Pruned" + model.name();
    this.target = model.vector() ? Target.VECTOR : Target.PORTABLE;
    this.typeExists = typeExists;
    taken.add(prefix.toLowerCase(Locale.ROOT));
  }

  /** Collects the kernels of a model; those of the backward pass only where the network is trained. */
  static KernelClasses of(ModelSpec model, Predicate<String> typeExists) {
    KernelClasses classes = new KernelClasses(model, typeExists);
    boolean single = SingleCode.isFor(model);
    for (LayerSpec layer : model.layers()) {
      classes.add(layer, "Forward", layer.kernels().forward());
      if (model.train() != null) {
        classes.add(layer, "Backward", layer.kernels().valueGradients());
        classes.add(layer, "Gradient", layer.kernels().summedGradients());
        if (layer.kernels().strip() != null) {
          classes.add(layer, "WeightStrip", List.of(new KernelCall(layer.kernels().strip(), List.of(), "")));
        }
        if (layer.kernels().tiledInput() != null) {
          classes.add(layer, "TiledBackward", List.of(layer.kernels().tiledInput()));
        }
        LayerKernels.SparseStep sparse = layer.kernels().sparse();
        if (sparse != null && layer.prune() != null) {
          classes.add(layer, "KeptForward", sparse.forward());
          classes.add(layer, "KeptBackward", sparse.gradients());
        }
      }
      classes.add(layer, "Infer", layer.kernels().inference());
      classes.add(layer, "InferRows", layer.kernels().inferenceRows());
      classes.add(layer, "InferRowBlocks", layer.kernels().inferenceRowBlocks());
      classes.add(layer, "InferPanels", layer.kernels().inferencePanels());
      classes.add(layer, "InferStrips", layer.kernels().inferenceStrips());
      classes.add(layer, "InferBitmap", layer.kernels().inferenceBitmap());
      classes.add(layer, "InferCompact", layer.kernels().inferenceCompact());
      classes.add(layer, "InferBegun", layer.kernels().inferenceBegun());
      if (single) {
        classes.add(layer, "InferSingle", layer.kernels().single(), classes::single);
      }
    }
    return classes;
  }

  private void add(LayerSpec layer, String role, List<KernelCall> calls) {
    add(layer, role, calls, _ -> target);
  }

  private void add(LayerSpec layer, String role, List<KernelCall> calls, Function<KernelSpec, Target> target) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).isRoutine()) {
        continue;
      }
      KernelSpec kernel = calls.get(i).kernel();
      Target as = target.apply(kernel);
      String wanted = prefix + "_" + Identifiers.classPart(layer.name()) + role + (calls.size() > 1 ? i + 1 : "");
      classes
          .computeIfAbsent(
              new Key(anonymous(kernel), as), _ -> new KernelClass(allocate(wanted), kernel, as, new ArrayList<>()))
          .users()
          .add(layer.name() + " " + role.toLowerCase(Locale.ROOT));
    }
  }

  private ClassName allocate(String wanted) {
    String name = NameAllocator.toJavaIdentifier(wanted);
    String candidate = name;
    for (int i = 2; isTaken(candidate); i++) {
      candidate = name + "_" + i;
    }
    taken.add(candidate.toLowerCase(Locale.ROOT));
    return ClassName.get(packageName, candidate);
  }

  private boolean isTaken(String simpleName) {
    return taken.contains(simpleName.toLowerCase(Locale.ROOT))
        || typeExists.test(packageName.isEmpty() ? simpleName : packageName + "." + simpleName);
  }

  // Equal in all but name and summary is equal.
  private static KernelSpec anonymous(KernelSpec kernel) {
    return new KernelSpec("", "", kernel.formula(), kernel.buffers(), kernel.body(), kernel.schedule());
  }

  /** The class that a call goes to. */
  ClassName of(KernelCall call) {
    return of(call, target);
  }

  /** The class of a kernel. */
  ClassName of(KernelSpec kernel) {
    return classes.get(new Key(anonymous(kernel), target)).name();
  }

  /** The class that a call for one sample goes to. */
  ClassName single(KernelCall call) {
    return of(call, single(call.kernel()));
  }

  /** A line of one float is shorter than a vector: vectors take stretches of lines. */
  private Target single(KernelSpec kernel) {
    if (!kernel.runsOnOneLane() || target == Target.PORTABLE) {
      return Target.PORTABLE;
    }
    return kernel.hasShortStretches() ? Target.NARROW : target;
  }

  private ClassName of(KernelCall call, Target as) {
    return classes.get(new Key(anonymous(call.kernel()), as)).name();
  }

  /** Floats of a vector, as kernels take it. */
  CodeBlock vectorFloats() {
    return target == Target.VECTOR
        ? CodeBlock.of("$T.min($L, $T.SPECIES_PREFERRED.length())", Math.class, Stmt.Lanes.LONGEST_VECTOR,
            VectorTypes.FLOAT_VECTOR)
        : CodeBlock.of("1");
  }

  /** All of them, in the order of first use. */
  List<KernelClass> all() {
    return List.copyOf(classes.values());
  }
}
