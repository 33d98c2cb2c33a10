package dev.espalier.codegen.ir;

import dev.espalier.codegen.kernel.KernelSpec;
import java.util.List;

/**
 * One call of a kernel.
 *
 * @param kernel what is computed; calls with equal kernels (names, summaries apart) share one generated class
 * @param operands one for each of the kernel's buffers, in order
 * @param purpose a few words for the generated call's comment, such as {@code hidden1 = relu(W image + b)}
 */
public record KernelCall(KernelSpec kernel, List<Operand> operands, String purpose) {}
