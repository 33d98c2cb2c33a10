package dev.espalier.bench.own;

import dev.espalier.codegen.emit.KernelEmitter;
import dev.espalier.codegen.emit.Target;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.runtime.memory.Slab;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kernel calls compiled to one class, as a generated network has them: each call written out, every offset and lane count
 * a constant or a final field; run on one panel of lanes after the other.
 */
final class Program {
  private static final String PACKAGE = "generated";

  private Program() {}

  /** Emits, compiles and binds. */
  static Runnable of(List<KernelCall> calls, Binding binding, Slab slab) throws Exception {
    int panel = binding.lines() * slab.lanes();
    int panels = slab.values().length / panel;
    Map<String, String> sources = new LinkedHashMap<>();
    List<float[]> floats = new ArrayList<>();
    List<int[]> ints = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    StringBuilder fields = new StringBuilder();
    StringBuilder assignments = new StringBuilder();
    for (int call = 0; call < calls.size(); call++) {
      String kernel = "Kernel" + call;
      KernelCall each = calls.get(call);
      Target target = slab.lanes() > 1 || each.kernel().runsOnOneLane() ? Target.VECTOR : Target.PORTABLE;
      String text = KernelEmitter.emit(each.kernel(), target, PACKAGE, kernel).toString();
      sources.put(PACKAGE + "." + kernel, text);
      body.append("      ").append(kernel).append(".run(slab, ").append(slab.lanes());
      for (int i = 0; i < each.operands().size(); i++) {
        Operand operand = each.operands().get(i);
        Buffer.Kind kind = each.kernel().buffers().get(i).kind();
        body.append(", ");
        switch (kind) {
          case LANED -> body.append("panel + ").append(binding.offset(operand, slab));
          case FLOATS -> {
            String field = "f" + floats.size();
            declare(fields, assignments, "float[]", field, "floats[" + floats.size() + "]");
            floats.add(bound(binding.floats(operand), operand));
            body.append(field);
          }
          case INTS -> {
            String field = "i" + ints.size();
            declare(fields, assignments, "int[]", field, "ints[" + ints.size() + "]");
            ints.add(bound(binding.ints(operand), operand));
            body.append(field);
          }
        }
      }
      body.append(");\n");
    }
    String driver = """
        package %s;
        public final class Driver implements Runnable {
          private final float[] slab;
        %s  public Driver(float[] slab, float[][] floats, int[][] ints) {
            this.slab = slab;
        %s  }
          @Override public void run() {
            for (int panel = 0; panel < %d; panel += %d) {
        %s    }
          }
        }
        """.formatted(PACKAGE, fields, assignments, panels * panel, panel, body);
    sources.put(PACKAGE + ".Driver", driver);
    return (Runnable)
        MemoryCompiler.compile(sources, List.of())
            .loadClass(PACKAGE + ".Driver")
            .getConstructor(float[].class, float[][].class, int[][].class)
            .newInstance(slab.values(), floats.toArray(new float[0][]), ints.toArray(new int[0][]));
  }

  private static void declare(
      StringBuilder fields, StringBuilder assignments, String type, String field, String value) {
    fields.append("  private final ").append(type).append(' ').append(field).append(";\n");
    assignments.append("    this.").append(field).append(" = ").append(value).append(";\n");
  }

  private static <T> T bound(T array, Operand operand) {
    if (array == null) {
      throw new IllegalArgumentException("No array is bound to " + operand + ".");
    }
    return array;
  }
}
