package dev.espalier.codegen.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * How a nest is executed. It changes the speed of a kernel and the rounding of its sums, nothing else.
 *
 * @param jams unroll-and-jam factors: a loop with factor {@code f} advances by {@code f}, its statements replicated
 *     inside all loops below it. The product of the factors is the register tile; the factor of the lane variable
 *     counts vectors. A variable that is not listed has factor 1.
 * @param order the variables of a perfect nest of loops, outermost first, where it is not the order they are written
 *     in; empty keeps it
 */
public record KernelSchedule(List<Jam> jams, List<Var> order) {

  /** The unroll-and-jam factor of one variable, at least 1. */
  public record Jam(Var var, int factor) {}

  public static final KernelSchedule PLAIN = new KernelSchedule(List.of(), List.of());

  public KernelSchedule {
    jams = List.copyOf(jams);
    order = List.copyOf(order);
  }

  /** A register tile of one variable. */
  public static KernelSchedule tile(Var var, int factor) {
    return PLAIN.with(var, factor);
  }

  /** A register tile of two variables, such as 4 rows times 2 vectors of lanes. */
  public static KernelSchedule tile(Var first, int firstFactor, Var second, int secondFactor) {
    return tile(first, firstFactor).with(second, secondFactor);
  }

  /** This schedule with another factor of one variable. */
  public KernelSchedule with(Var var, int factor) {
    List<Jam> changed = new ArrayList<>(jams);
    changed.removeIf(j -> j.var().equals(var));
    changed.add(new Jam(var, factor));
    return new KernelSchedule(changed, order);
  }

  /** This schedule with the loops of a perfect nest in another order, outermost first. */
  public KernelSchedule ordered(Var... outermostFirst) {
    return new KernelSchedule(jams, List.of(outermostFirst));
  }

  /** The factor of a variable, 1 where none is given. */
  public int factor(Var var) {
    return jams.stream().filter(j -> j.var().equals(var)).mapToInt(Jam::factor).findFirst().orElse(1);
  }
}
