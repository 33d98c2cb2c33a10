package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.InvalidKernelException;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSchedule.Jam;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.KernelVerifier;
import dev.espalier.codegen.kernel.LoopOrder;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Walk;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.Method;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.Parameter;
import dev.espalier.codegen.kernel.lowered.LoweredKernel.ParameterType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies a kernel's schedule: verify, reorder, tile, split into methods. Where a method is over a limit of
 * {@link Cost} and cannot be split, the largest jam factor is reduced by one until it fits.
 */
public final class Lowering {

  /** Names that generated code uses itself. */
  private static final List<String> RESERVED =
      List.of(
          "SPECIES", "STEP", "STORED_LANES", "storedLanes", "sumOfLanes", "FloatVector", "VectorSpecies", "VectorOperators",
          "ThreadLocal", "Math", "Float");

  private Lowering() {}

  /**
   * Lowers a kernel.
   *
   * @throws InvalidKernelException if the verifier refuses it, or if it is over a limit even without any jam
   */
  public static LoweredKernel lower(KernelSpec spec) {
    KernelVerifier.verify(spec);
    List<Stmt> body = LoopOrder.apply(spec);
    KernelSchedule schedule = capped(spec.schedule());
    while (true) {
      Attempt attempt = attempt(spec, body, schedule);
      if (attempt.worst().fits()) {
        return new LoweredKernel(spec, schedule, attempt.methods());
      }
      Jam largest = schedule.jams().stream().max(Comparator.comparingInt(Jam::factor)).orElse(null);
      if (largest == null || largest.factor() == 1) {
        throw new InvalidKernelException(tooLarge(spec, attempt.worst()));
      }
      schedule = reduced(schedule, largest);
    }
  }

  private record Attempt(List<Method> methods, Cost worst) {}

  private static Attempt attempt(KernelSpec spec, List<Stmt> body, KernelSchedule schedule) {
    Set<String> specified = new HashSet<>();
    spec.buffers().forEach(b -> specified.add(b.name()));
    Walk.statements(
        body,
        s -> {
          switch (s) {
            case Stmt.Loop loop -> specified.add(loop.var().name());
            case Stmt.Lanes lanes -> specified.add(lanes.lane().name());
            case Stmt.Index index -> specified.add(index.var().name());
            case Stmt.Define define -> specified.add(define.local().name());
            case Stmt.Assign _, Stmt.Store _ -> {}
          }
        });
    Scope scope = new Scope(specified);
    RESERVED.forEach(scope::name);
    Map<String, ParameterType> parameters = new LinkedHashMap<>();
    parameters.put(scope.name(StraightLine.SLAB), ParameterType.FLOAT_ARRAY);
    parameters.put(scope.name(StraightLine.LANES), ParameterType.INT);
    Map<Buffer, String> names = new HashMap<>();
    for (Buffer buffer : spec.buffers()) {
      String name = scope.name(buffer.name());
      names.put(buffer, name);
      switch (buffer.kind()) {
        case LANED -> {
          parameters.put(name, ParameterType.INT);
          scope.offsets.put(new Scope.Address(buffer, Set.of(), false), name);
        }
        case FLOATS -> parameters.put(name, ParameterType.FLOAT_ARRAY);
        case INTS -> parameters.put(name, ParameterType.INT_ARRAY);
        case COUNT -> parameters.put(name, ParameterType.INT);
      }
    }
    Outliner outliner = new Outliner(parameters);
    List<Op> run = new NestLowering(schedule, names, outliner).block(body, scope);
    List<Method> methods = new ArrayList<>();
    methods.add(
        new Method(
            LoweredKernel.RUN,
            "",
            parameters.entrySet().stream().map(p -> new Parameter(p.getKey(), p.getValue())).toList(),
            run));
    methods.addAll(outliner.methods());
    Cost worst = outliner.cost(run);
    for (Method method : outliner.methods()) {
      Cost cost = outliner.cost(method.body());
      worst = worst.fits() ? cost : worst;
    }
    return new Attempt(methods, worst);
  }

  /** A factor over the limit of multiply-adds could never fit. */
  private static KernelSchedule capped(KernelSchedule schedule) {
    return new KernelSchedule(
        schedule.jams().stream().map(j -> new Jam(j.var(), Math.min(j.factor(), Cost.MAX_MULTIPLY_ADDS))).toList(),
        schedule.order());
  }

  private static KernelSchedule reduced(KernelSchedule schedule, Jam largest) {
    return new KernelSchedule(
        schedule.jams().stream().map(j -> j.equals(largest) ? new Jam(j.var(), j.factor() - 1) : j).toList(),
        schedule.order());
  }

  private static String tooLarge(KernelSpec spec, Cost cost) {
    return "Kernel '"
        + spec.name()
        + "': one method needs "
        + cost.multiplyAdds()
        + " multiply-adds, "
        + cost.vectorCalls()
        + " vector operations and about "
        + cost.bytes()
        + " bytes; HotSpot compiles at most "
        + Cost.MAX_MULTIPLY_ADDS
        + ", "
        + Cost.MAX_VECTOR_CALLS
        + " and "
        + Cost.MAX_BYTES
        + " reliably. Split the kernel, or use a loop instead of statements.";
  }
}
