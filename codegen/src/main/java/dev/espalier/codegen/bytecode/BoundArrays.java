package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.KernelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arrays that a kernel is loaded with: pattern, weights, bias. They are not copied; what is written to their
 * elements is seen by the kernel. They travel as class data, and {@link BakedKernel#run} does not take them.
 *
 * @param floats arrays by name of their FLOATS buffer
 * @param ints arrays by name of their INTS buffer
 */
public record BoundArrays(Map<String, float[]> floats, Map<String, int[]> ints) {

  public static final BoundArrays NONE = new BoundArrays(Map.of(), Map.of());

  public BoundArrays {
    floats = Map.copyOf(floats);
    ints = Map.copyOf(ints);
  }

  /** These and one more, of a FLOATS buffer. */
  public BoundArrays with(String buffer, float[] array) {
    Map<String, float[]> more = new HashMap<>(floats);
    more.put(buffer, array);
    return new BoundArrays(more, ints);
  }

  /** These and one more, of an INTS buffer. */
  public BoundArrays with(String buffer, int[] array) {
    Map<String, int[]> more = new HashMap<>(ints);
    more.put(buffer, array);
    return new BoundArrays(floats, more);
  }

  /** Names of the buffers that are bound. */
  public Set<String> names() {
    Set<String> names = new HashSet<>(floats.keySet());
    names.addAll(ints.keySet());
    return names;
  }

  /**
   * The arrays in the order in which the kernel declares their buffers: the class data of its class.
   *
   * @throws IllegalArgumentException if the kernel has no buffer of a name and kind
   */
  public List<Object> inOrderOf(KernelSpec kernel) {
    List<Object> arrays = new ArrayList<>();
    for (Buffer buffer : kernel.buffers()) {
      Object array =
          switch (buffer.kind()) {
            case FLOATS -> floats.get(buffer.name());
            case INTS -> ints.get(buffer.name());
            case LANED, COUNT -> null;
          };
      if (array != null) {
        arrays.add(array);
      }
    }
    if (arrays.size() != floats.size() + ints.size()) {
      throw new IllegalArgumentException(
          "Kernel '" + kernel.name() + "' is bound to FLOATS " + sorted(floats) + " and INTS " + sorted(ints)
              + "; its buffers are " + kernel.buffers().stream().map(b -> b.kind() + " " + b.name()).toList()
              + ".\n  Fix: bind FLOATS and INTS buffers of the kernel, by their names.");
    }
    return arrays;
  }

  private static List<String> sorted(Map<String, ?> arrays) {
    return arrays.keySet().stream().sorted().toList();
  }
}
