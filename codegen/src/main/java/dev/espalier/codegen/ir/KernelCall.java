package dev.espalier.codegen.ir;

import dev.espalier.codegen.kernel.KernelSpec;
import java.util.List;

/**
 * One call of a kernel, or of a method of the runtime where a nest cannot say what is computed.
 *
 * @param kernel what is computed; calls with equal kernels (names, summaries apart) share one generated class; null
 *     where a routine is called
 * @param routine the method of the runtime, or null
 * @param operands one for each of the kernel's buffers, in order
 * @param purpose a few words for the generated call's comment, such as {@code hidden1 = relu(W image + b)}
 */
public record KernelCall(KernelSpec kernel, Routine routine, List<Operand> operands, String purpose) {

  public KernelCall {
    operands = List.copyOf(operands);
  }

  /** Of a kernel. */
  public KernelCall(KernelSpec kernel, List<Operand> operands, String purpose) {
    this(kernel, null, operands, purpose);
  }

  /** Of a method of the runtime. */
  public static KernelCall of(Routine routine, List<Operand> operands, String purpose) {
    return new KernelCall(null, routine, operands, purpose);
  }

  /** Whether a method of the runtime is called. */
  public boolean isRoutine() {
    return routine != null;
  }
}
