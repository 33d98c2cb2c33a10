package dev.espalier.codegen.emit;

import dev.espalier.codegen.GeneratedSource;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.ParameterGradients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An emitted, compiled and loaded network, driven as its user's code would drive it. */
final class GeneratedNetwork {
  private final List<GeneratedSource> sources;
  private final Sources compiled;
  private final Class<?> type;

  GeneratedNetwork(ModelSpec model) {
    this(SourceEmitter.emit(model), model.vector());
  }

  private GeneratedNetwork(List<GeneratedSource> sources, boolean vector) {
    this(sources, Sources.compile(sources, vector));
  }

  private GeneratedNetwork(List<GeneratedSource> sources, Sources compiled) {
    this.sources = sources;
    this.compiled = compiled;
    this.type = compiled.load(sources.getFirst().qualifiedName());
  }

  /** Several networks, compiled at once because most of the time goes into the compiler's start. */
  static List<GeneratedNetwork> together(List<ModelSpec> models) {
    List<List<GeneratedSource>> each = models.stream().map(SourceEmitter::emit).toList();
    Sources compiled = Sources.compile(
        each.stream().flatMap(List::stream).toList(), models.stream().anyMatch(ModelSpec::vector));
    return each.stream().map(of -> new GeneratedNetwork(of, compiled)).toList();
  }

  List<GeneratedSource> sources() {
    return sources;
  }

  Map<String, byte[]> classes() {
    return compiled.classes();
  }

  PrunableNetwork create(long seed) {
    return (PrunableNetwork) call(null, "create", new Class<?>[] {long.class}, seed);
  }

  NetworkBuilder<?> builder() {
    return (NetworkBuilder<?>) call(null, "builder", new Class<?>[0]);
  }

  Frozen load(Path file) {
    return (Frozen) call(null, "load", new Class<?>[] {Path.class}, file);
  }

  Frozen freeze(PrunableNetwork network) {
    return (Frozen) call(network, "freeze", new Class<?>[0]);
  }

  History fit(PrunableNetwork network, Dataset train, Dataset test, Listener listener) {
    return (History) call(network, "fit", new Class<?>[] {Dataset.class, Dataset.class, Listener.class}, train, test,
        listener);
  }

  void step(PrunableNetwork network, String part, float[] slab, int base, int lanes) {
    call(network, part, new Class<?>[] {float[].class, int.class, int.class}, slab, base, lanes);
  }

  /** Gradients of parameters, once a backward pass over the slab is through. */
  void gradients(PrunableNetwork network, Slab slab, boolean all) {
    ParameterGradients gradients = new ParameterGradients(network.task(), Panels.of(slab), Workers.of(1));
    gradients.take(new int[] {slab.lanes()}, all);
  }

  boolean has(String method) {
    return List.of(type.getDeclaredMethods()).stream().anyMatch(m -> m.getName().equals(method));
  }

  private Object call(Object on, String name, Class<?>[] parameters, Object... arguments) {
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
