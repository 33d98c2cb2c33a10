package dev.espalier.codegen.kernel.lowered;

import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import java.util.List;

/**
 * A kernel ready to be emitted.
 *
 * @param spec where it comes from
 * @param schedule the schedule that was applied: the asked one, its factors reduced as far as HotSpot's limits demand
 * @param methods {@code run} first, then the methods that it is split into
 */
public record LoweredKernel(KernelSpec spec, KernelSchedule schedule, List<Method> methods) {

  /** Name of the method that is called from outside. */
  public static final String RUN = "run";

  /** Name of the parameter that holds the floats of a line; every method that steps through lines has it. */
  public static final String LANES = StraightLine.LANES;

  /** One static method without result. */
  public record Method(String name, String note, List<Parameter> parameters, List<Op> body) {}

  public record Parameter(String name, ParameterType type) {}

  /** Type of a parameter. */
  public enum ParameterType {
    INT,
    INT_ARRAY,
    FLOAT_ARRAY
  }
}
