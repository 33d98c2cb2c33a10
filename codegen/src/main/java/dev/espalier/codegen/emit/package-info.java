/**
 * Emitters: a planned model and its kernels become Java source. They decide nothing; they name and print.
 *
 * <p>{@link dev.espalier.codegen.emit.SourceEmitter} writes the network's class and asks
 * {@link dev.espalier.codegen.emit.KernelEmitter} for one class for each different kernel.
 *
 * <p>{@code javax.lang.model.element.Modifier} is the one type of the compiler's model that stands here, since JavaPoet
 * names modifiers by it.
 */
package dev.espalier.codegen.emit;
