package dev.espalier.codegen.emit;

import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kernel and what to run it on.
 *
 * @param sizes lines of each LANED and floats of each FLOATS buffer, and what each COUNT is, by name
 * @param patterns contents of each INTS buffer
 * @param terms about how many products the longest sum has, lanes not counted
 */
record KernelCase(KernelSpec spec, Map<String, Integer> sizes, Map<String, int[]> patterns, int terms) {

  KernelCase with(KernelSchedule schedule) {
    return new KernelCase(spec.with(schedule), sizes, patterns, terms);
  }

  static KernelCase of(KernelSpec spec, int terms) {
    return new KernelCase(spec, Map.of(), Map.of(), terms);
  }

  KernelCase size(Buffer buffer, int size) {
    Map<String, Integer> more = new LinkedHashMap<>(sizes);
    more.put(buffer.name(), size);
    return new KernelCase(spec, more, patterns, terms);
  }

  KernelCase pattern(Buffer buffer, int... values) {
    Map<String, int[]> more = new LinkedHashMap<>(patterns);
    more.put(buffer.name(), values);
    return new KernelCase(spec, sizes, more, terms);
  }
}
